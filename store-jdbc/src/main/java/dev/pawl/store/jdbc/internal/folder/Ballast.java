// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there to be deleted: it takes room while there is plenty and gives it back when the disk is full, so that
 * the runs that execute can still record how far they came. Laid by workers only.
 */
public final class Ballast {

    private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);
    private static final int BLOCK = 1 << 20;
    private static final long RETRY_NANOS = 1_000_000_000;

    private final Path file;
    private final int blocks;
    private final Executor executor;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean wanted;
    private volatile boolean laid;
    private volatile long lookedAt;

    /** So many MB, laid on that executor. */
    public Ballast(Path folder, int megabytes, Executor executor) {
        this.file = folder.resolve("pawl.ballast");
        this.blocks = megabytes;
        this.executor = executor;
    }

    /** From now on it is kept. */
    public void want() {
        laid = Files.exists(file);
        wanted = true;
        lay();
    }

    /** There was room to write something: lays it again, if it is not there and there is room for it too. */
    public void wrote() {
        if (wanted && !laid && System.nanoTime() - lookedAt > RETRY_NANOS) {
            lay();
        }
    }

    /** Whether this made room. */
    public boolean free() {
        try {
            boolean freed = Files.deleteIfExists(file);
            if (freed) {
                LOG.warn(
                        "the disk under {} is full; the ballast of {} MB was given up so that runs can record where they are."
                                + " Free some space",
                        file.getParent(),
                        blocks);
            }
            laid = false;
            lookedAt = System.nanoTime();
            return freed;
        } catch (IOException e) {
            LOG.warn("the ballast {} cannot be deleted, though the disk is full", file, e);
            return false;
        }
    }

    private void lay() {
        lookedAt = System.nanoTime();
        if (!laid && busy.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    try {
                        layNow();
                    } finally {
                        busy.set(false);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.trace("the store is being closed", e);
            }
        }
    }

    private void layNow() {
        try {
            // Twice the room, so that laying it is never what fills the disk.
            if (Files.getFileStore(file.getParent()).getUsableSpace() < 2L * blocks * BLOCK) {
                return;
            }
            SplittableRandom random = new SplittableRandom(1);
            byte[] block = new byte[BLOCK];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int i = 0; i < blocks; i++) {
                    random.nextBytes(block); // zeros take no room where the disk compresses
                    out.write(block);
                }
            }
            laid = true;
        } catch (IOException e) {
            LOG.debug("no room for the ballast {} yet", file, e);
            free();
        }
    }
}
