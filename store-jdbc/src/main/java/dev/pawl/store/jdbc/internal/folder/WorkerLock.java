// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to execute the runs of a folder: a lock on {@code pawl.lock}, which the system frees when the process ends, however
 * it ends. The file says who holds it.
 *
 * <p>A POSIX lock belongs to the process, and closing <em>any</em> handle on the file drops it. So all handles of this JVM on
 * lock files are opened and closed under one monitor, and where this JVM holds the lock, the answer comes from {@link #HELD}
 * and the file is not touched. The database has its own locks and is never opened here.
 */
public final class WorkerLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLock.class);
    private static final Map<Path, WorkerLock> HELD = new HashMap<>();
    /** Far behind the content, which thus can be read where locks are mandatory. */
    private static final long POSITION = 1L << 40;

    /** Who holds a lock whose file does not say it: it is being written, or was by nobody we know. */
    public static final WorkerInfo UNKNOWN =
            new WorkerInfo(new UUID(0, 0), "unknown", "an unknown host", 0, Instant.EPOCH);

    private final Path file;
    private final FileChannel channel;
    private final WorkerInfo worker;

    private WorkerLock(Path file, FileChannel channel, WorkerInfo worker) {
        this.file = file;
        this.channel = channel;
        this.worker = worker;
    }

    /**
     * Takes the lock of a folder, or is null where somebody has it, which may be a process that only looks and is gone at once.
     *
     * @param folder its real path
     */
    public static @Nullable WorkerLock tryTake(Path folder, WorkerInfo worker) throws IOException {
        Path file = file(folder);
        byte[] name = WorkerJson.write(worker); // made before, as others wait for it once the lock is held
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return null;
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (!lock(channel, false)) {
                    channel.close();
                    return null;
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(name), 0);
                WorkerLock lock = new WorkerLock(file, channel, worker);
                HELD.put(file, lock);
                return lock;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Whether this JVM has the lock of a folder. */
    public static boolean isHeldHere(Path folder) {
        synchronized (HELD) {
            return HELD.containsKey(file(folder));
        }
    }

    /**
     * Who holds the lock of a folder now; null where nobody does, {@link #UNKNOWN} where somebody does who is not named.
     *
     * @throws IOException where it cannot be known whether anybody does
     */
    public static @Nullable WorkerInfo holder(Path folder) throws IOException {
        Path file = file(folder);
        synchronized (HELD) {
            WorkerLock ours = HELD.get(file);
            if (ours != null) {
                return ours.worker;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return lock(channel, true)
                        ? null
                        : Objects.requireNonNullElse(WorkerJson.read(content(channel)), UNKNOWN);
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    /** Whether it is still held. */
    public boolean isHeld() {
        synchronized (HELD) {
            return HELD.get(file) == this;
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (HELD.remove(file, this)) {
                try (channel) {
                    channel.truncate(0);
                } catch (IOException e) {
                    LOG.warn("the lock {} is free, but still says who had it", file, e);
                }
            }
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("pawl.lock");
    }

    private static boolean lock(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(POSITION, 1, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another class loader of this JVM has it
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        int n = channel.read(buffer);
        while (n > 0) {
            n = channel.read(buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
