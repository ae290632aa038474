// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.ArtifactBody;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.StageContext;
import dev.pawl.Submission;
import dev.pawl.core.Artifact;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A process that exports a book of many parts, to be killed; or one large file. Each part made leaves a line in a file. */
final class BookWorker {

    static final int PARTS = 40;
    static final int HELD_AT = 25;
    static final String MADE = "made";
    static final String READ = "read";

    /** While this file is there the book is not finished: it waits before that part. */
    static final String HOLD = "hold";

    private BookWorker() {}

    static String part(int number) {
        return "part " + number + "\n";
    }

    private static Pipeline<Integer> pipeline(Path folder) {
        return Pipeline.named("book", Integer.class)
                .export("publish", s -> s.run(c -> c.input() == 0 ? book(c, folder) : large(c)))
                .build();
    }

    private static Artifact book(StageContext<Integer> c, Path folder) throws Exception {
        List<Artifact> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            if (i == HELD_AT && Files.exists(folder.resolve(HOLD))) {
                new CountDownLatch(1).await();
            }
            int number = i;
            parts.add(c.part("part-" + i, "of " + i, out -> {
                note(folder, MADE, "" + number);
                out.write(part(number).getBytes(StandardCharsets.UTF_8));
            }));
        }
        return c.artifact("book.txt", out -> {
            for (Artifact part : parts) {
                try (InputStream in = c.open(part)) {
                    in.transferTo(out);
                }
            }
        });
    }

    private static Artifact large(StageContext<Integer> c) throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[1 << 20];
        return c.artifact("large.bin", out -> {
            for (int i = 0; i < c.input(); i++) {
                random.nextBytes(block);
                out.write(block);
            }
        });
    }

    private static void note(Path folder, String file, String line) throws IOException {
        Files.writeString(folder.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The folder, and how many megabytes the large file has; 0 for a book. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            Pipeline<Integer> pipeline = pipeline(folder);
            pawl.register(pipeline);
            List<RunView> runs = pawl.runs(RunQuery.newest(1));
            pawl.start();
            UUID run = runs.isEmpty()
                    ? pawl.submit(pipeline, Integer.parseInt(args[1]), Submission.plain())
                            .id()
                    : runs.getFirst().id();
            pawl.run(run).await();
            try (ArtifactBody file =
                    pawl.artifact(run, pawl.artifacts(run).getFirst().name())) {
                long size = file.body().transferTo(OutputStream.nullOutputStream());
                note(folder, READ, file.about().size() + " " + size);
            }
        }
    }
}
