// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stages whose side effect is a line in a file, which a killed process leaves behind. */
final class Effects implements StageCode {

    private final FileChannel file;
    private final int heldAt;

    /** Appends to that file; the stage of that number then never ends. */
    Effects(Path file, int heldAt) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.heldAt = heldAt;
    }

    /** A stage of a run was executed at that time. */
    record Effect(int run, int stage, long millis) {}

    /** All, in the order in which they were written. */
    static List<Effect> in(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" "))
                .map(part -> new Effect(Integer.parseInt(part[0]), Integer.parseInt(part[1]), Long.parseLong(part[2])))
                .toList();
    }

    @Override
    public String execute(int run, int stage) throws Exception {
        String line = run + " " + stage + " " + System.currentTimeMillis() + "\n";
        file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        if (stage == heldAt) {
            new CountDownLatch(1).await();
        }
        return StageCode.output(stage);
    }
}
