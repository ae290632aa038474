// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Attempt;
import dev.pawl.spi.Env;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the code of an attempt asks for. Where the database does not answer, the code waits until it does, or until it is
 * to stop: that a database starts anew is no failure of a stage. Thread-safe.
 */
final class Patient {

    private static final Logger LOG = LoggerFactory.getLogger(Patient.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Env env;
    private final Attempt attempt;
    private final BooleanSupplier over;

    /**
     * Of one attempt.
     *
     * @param over whether nobody wants its result any more
     */
    Patient(Env env, Attempt attempt, BooleanSupplier over) {
        this.env = env;
        this.attempt = attempt;
        this.over = over;
    }

    /** Asks the database for something. */
    @FunctionalInterface
    interface Read<T> {
        T get() throws IOException;
    }

    /** Blocks. @throws StoreException where the database is broken, or nobody wants the result any more */
    <T> T read(Read<T> read) throws IOException {
        boolean said = false;
        while (true) {
            try {
                return read.get();
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.BROKEN || over.getAsBoolean()) {
                    throw e;
                }
                if (!said) {
                    LOG.warn("{} waits for the database: {}", attempt.id(), e.getMessage());
                    said = true;
                }
                CompletableFuture<Boolean> later = new CompletableFuture<>();
                env.schedule(AGAIN, () -> later.complete(true));
                later.join();
            }
        }
    }

    /** A stream that goes on where it was when the database answers again. The caller closes it. */
    InputStream open(Read<InputStream> source) throws IOException {
        return new Resumed(source, read(source));
    }

    private final class Resumed extends InputStream {

        private final Read<InputStream> source;
        private InputStream in;
        private long position;
        private boolean lost;

        Resumed(Read<InputStream> source, InputStream in) {
            this.source = source;
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = Patient.this.read(() -> {
                if (lost) {
                    in.close();
                    in = source.get();
                    in.skipNBytes(position);
                }
                lost = true; // as long as it does not come back
                int came = in.read(buffer, offset, length);
                lost = false;
                return came;
            });
            position += Math.max(n, 0);
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
