// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Large outputs of items, gathered and read by the next stage, in a process whose heap holds but a few of them. */
final class W6Large {

    static final int HEAP_MB = 48;
    private static final int MB = 1 << 20;
    private static final int PARALLEL = 4;

    private W6Large() {}

    /** In a process of its own: so many outputs, so many MB each. Returns MB a second. */
    static double measure(Path folder, int outputs, int mb) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx" + HEAP_MB + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        W6Large.class.getName(),
                        folder.toString(),
                        Integer.toString(outputs),
                        Integer.toString(mb))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String seconds = process.inputReader().readLine();
        if (process.waitFor() != 0 || seconds == null) {
            throw new IllegalStateException("large outputs do not pass through a heap of " + HEAP_MB + " MB");
        }
        return outputs * mb / Double.parseDouble(seconds);
    }

    /** The folder, how many, and how large. */
    public static void main(String[] args) throws Exception {
        int outputs = Integer.parseInt(args[1]);
        int mb = Integer.parseInt(args[2]);
        PawlOptions options = PawlOptions.in(Path.of(args[0])).maxPayload(Long.MAX_VALUE);
        try (Pawl pawl = options.open().start()) {
            Pipeline<Integer> pipeline = pipeline(mb);
            long begin = System.nanoTime();
            Mapping.good(pawl.submit(pipeline, outputs, Submission.plain()).await());
            System.out.println((System.nanoTime() - begin) / 1e9);
        }
    }

    private static Pipeline<Integer> pipeline(int mb) {
        return Pipeline.named("large", Integer.class)
                .stage(
                        "each",
                        Object.class,
                        s -> s.parallel(PARALLEL)
                                .map(c -> IntStream.range(0, c.input()).boxed().toList(), (c, item) -> text(item, mb)))
                .stage(
                        "read",
                        Long.class,
                        s -> s.after("each").run(c -> {
                            long least = (long) c.input() * mb * MB;
                            long read = length(c.openOutput("each"));
                            if (read < least) {
                                throw new IllegalStateException("of " + least + " bytes " + read + " are there");
                            }
                            return read;
                        }))
                .build();
    }

    /** A text that does not compress to nothing; the same one whenever it is opened. */
    private static RawJson text(int item, int mb) {
        byte[] block = new byte[MB];
        Random random = new Random(item);
        for (int i = 0; i < MB; i++) {
            block[i] = (byte) ('a' + random.nextInt(16));
        }
        return () -> {
            List<InputStream> parts = new java.util.ArrayList<>();
            parts.add(quote());
            IntStream.range(0, mb).forEach(i -> parts.add(new ByteArrayInputStream(block)));
            parts.add(quote());
            return new SequenceInputStream(Collections.enumeration(parts));
        };
    }

    private static InputStream quote() {
        return new ByteArrayInputStream(new byte[] {'"'});
    }

    private static long length(InputStream in) throws IOException {
        try (in) {
            return in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
