// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.ArtifactWriter;
import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import dev.pawl.internal.content.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one attempt: those it offers, and those that it or an execution before it has finished. Thread-safe. */
final class MadeFiles {

    private static final Logger LOG = LoggerFactory.getLogger(MadeFiles.class);

    private final Shelf shelf;
    private final Checkpoints finished;
    private final Patient patient;
    private final Runnable sign;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Artifact> offered = new LinkedHashMap<>();
    private @Nullable Map<String, Part> parts;

    /** A file that is kept: what it was made of, in a hash, and what it is. */
    record Part(String of, Artifact file) {}

    /** What is kept of them all. */
    record Parts(List<Part> parts) {}

    MadeFiles(Shelf shelf, Checkpoints finished, Patient patient, Runnable sign) {
        this.shelf = shelf;
        this.finished = finished;
        this.patient = patient;
        this.sign = sign;
    }

    /** What it has offered so far. */
    List<Artifact> offered() throws IOException {
        return locked(() -> List.copyOf(offered.values()));
    }

    /** Makes a file, or finds it, and offers it. */
    Artifact offer(String name, @Nullable String fingerprint, ArtifactWriter writer) throws IOException {
        String safe = FileNames.checked(name);
        if (locked(() -> offered.size() >= Artifact.MOST && !offered.containsKey(safe))) {
            throw new IllegalStateException("a stage makes " + Artifact.MOST
                    + " files at most, and this would be one more; put some into one archive");
        }
        Artifact file = fingerprint == null ? make(safe, writer) : part(safe, fingerprint, writer);
        locked(() -> offered.put(safe, file));
        return file;
    }

    /** Makes a file where it was not finished before of the same. */
    Artifact part(String name, String fingerprint, ArtifactWriter writer) throws IOException {
        String safe = FileNames.checked(name);
        String of =
                Values.contentOf(fingerprint.getBytes(StandardCharsets.UTF_8)).sha();
        Artifact before = found(safe, of);
        if (before != null) {
            sign.run();
            return before;
        }
        Artifact file = make(safe, writer);
        locked(() -> {
            parts().put(safe, new Part(of, file));
            finished.put(new Parts(List.copyOf(parts().values())));
            return file;
        });
        return file;
    }

    InputStream open(Artifact file) throws IOException {
        return patient.open(() -> shelf.open(file.content()));
    }

    private Artifact make(String name, ArtifactWriter writer) throws IOException {
        Spool spool = shelf.spool(sign);
        try {
            writer.write(spool);
            Content content = spool.content();
            patient.read(() -> {
                try (InputStream body = spool.open()) {
                    shelf.put(content, body);
                }
                return content;
            });
            return new Artifact(name, MediaTypes.of(name), content);
        } finally {
            spool.discard();
        }
    }

    /** One that is kept and is still there: nobody else refers to it, and what nobody refers to goes in time. */
    private @Nullable Artifact found(String name, String of) throws IOException {
        Part kept = locked(() -> Optional.ofNullable(parts().get(name))).orElse(null);
        if (kept == null || !kept.of.equals(of)) {
            return null;
        }
        try (InputStream body = open(kept.file)) {
            patient.read(() -> {
                shelf.put(kept.file.content(), body);
                return kept;
            });
            return kept.file;
        } catch (IOException e) {
            LOG.info("{} was finished before and is gone; it is made again: {}", name, e.getMessage());
            return null;
        }
    }

    /** Not a monitor: the first to ask what was finished waits for the database. */
    private <T> T locked(Patient.Read<T> work) throws IOException {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private Map<String, Part> parts() throws IOException {
        Map<String, Part> known = parts;
        if (known == null) {
            known = new LinkedHashMap<>();
            Parts kept = patient.read(() -> {
                Parts latest = finished.latest(Parts.class);
                return latest == null ? new Parts(List.of()) : latest;
            });
            for (Part part : kept.parts) {
                known.put(part.file.name(), part);
            }
            parts = known;
        }
        return known;
    }
}
