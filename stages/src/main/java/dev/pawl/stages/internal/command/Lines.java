// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what a process writes apart into lines. What is no UTF-8 becomes a replacement character. */
final class Lines {

    static final int LONGEST = 10_000;
    private static final int BUFFER = 8192;

    private final Consumer<String> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long left;

    private Lines(Consumer<String> sink) {
        this.sink = sink;
    }

    /** Hands over all lines until the end. A sink that throws does not keep the process from writing. */
    static void pump(InputStream in, Consumer<String> sink) {
        Lines lines = new Lines(sink);
        byte[] buffer = new byte[BUFFER];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    lines.take(buffer[i]);
                }
            }
        } catch (IOException e) {
            lines.left = 0; // closed under us: what there is, is all
        }
        lines.end();
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
        String whole = left == 0 ? text : text + " … (" + left + " bytes more)";
        line.reset();
        left = 0;
        try {
            sink.accept(whole);
        } catch (RuntimeException e) {
            return; // the run is being given up, and the process must be able to end
        }
    }
}
