// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.stages.internal.expression.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes what a process writes apart into lines, and secrets out of them. What is no UTF-8 becomes a replacement character.
 */
final class Lines implements Runnable {

    static final int LONGEST = 10_000;
    private static final int BUFFER = 8192;

    private final InputStream in;
    private final Secrets secrets;
    private final Consumer<String> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final AtomicLong steps = new AtomicLong();
    private long left;

    Lines(InputStream in, Secrets secrets, Consumer<String> sink) {
        this.in = in;
        this.secrets = secrets;
        this.sink = sink;
    }

    /** Hands over all lines until the end. A sink that throws does not keep the process from writing. */
    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER];
        try (in) {
            for (int n = read(buffer); n >= 0; n = read(buffer)) {
                for (int i = 0; i < n; i++) {
                    take(buffer[i]);
                }
            }
        } catch (IOException e) {
            left = 0; // closed under us: what there is, is all
        }
        end();
    }

    /** How often it has begun and ended to wait for bytes: odd while it waits. */
    long steps() {
        return steps.get();
    }

    private int read(byte[] buffer) throws IOException {
        steps.incrementAndGet();
        try {
            return in.read(buffer);
        } finally {
            steps.incrementAndGet();
        }
    }

    /** A carriage return ends a line too: progress bars of many tools never send anything else. */
    private void take(byte b) {
        if (b == '\n' || b == '\r') {
            end();
        } else if (line.size() < LONGEST) {
            line.write(b);
        } else {
            left++;
        }
    }

    private void end() {
        if (line.size() == 0) {
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        String whole = left == 0 ? secrets.redact(text) : secrets.redactCut(text) + " … (" + left + " bytes more)";
        line.reset();
        left = 0;
        try {
            sink.accept(whole);
        } catch (RuntimeException e) {
            return; // the run is being given up, and the process must be able to end
        }
    }
}
