// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.StageContext;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that executes all runs of a folder to their end, with stages in Java. Each execution of a stage leaves a line in a
 * file of its run; what a run then does is its input.
 */
final class Fleet {

    /** Ends the process in its second stage, whenever it gets there. */
    static final String POISONED = "poisoned";

    /** Fills the memory in its second stage for each file `eat`, until there is a file `go`. */
    static final String HUNGRY = "hungry";

    /** Stays in its second stage until there is a file `go`. */
    static final String PATIENT = "patient";

    /** The same, and does not hear that it is to stop while there is a file `deaf`. */
    static final String DEAF = "deaf";

    /** Is still at it when a poisoned one ends the process; for the first three times. */
    static final String GOOD = "good";

    static final int HALTED = 99;

    private static final Duration TICK = Duration.ofMillis(10);

    private Fleet() {}

    static PawlOptions options(Path folder) {
        return PawlOptions.in(folder).grace(Duration.ofSeconds(3));
    }

    static Pipeline<String> pipeline(Path folder) {
        return Pipeline.named("work", String.class)
                .stage("a", String.class, s -> s.run(c -> left(folder, c, "a")))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            String line = left(folder, c, "b");
                            second(folder, c);
                            return line;
                        }))
                .stage("c", String.class, s -> s.after("b").run(c -> left(folder, c, "c")))
                .build();
    }

    private static String left(Path folder, StageContext<String> context, String stage) throws IOException {
        Files.writeString(
                lines(folder, context.run().toString()),
                stage + " " + context.epoch() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return stage;
    }

    /** What executions a run left. */
    static Path lines(Path folder, String run) {
        return folder.resolve("lines-" + run);
    }

    private static void second(Path folder, StageContext<String> context) throws Exception {
        switch (context.input()) {
            case POISONED -> {
                pause(Duration.ofMillis(150));
                Runtime.getRuntime().halt(HALTED);
            }
            case HUNGRY -> {
                while (Files.notExists(folder.resolve("go"))) {
                    pause(TICK);
                    if (Files.deleteIfExists(folder.resolve("eat"))) {
                        List<byte[]> all = new ArrayList<>();
                        while (all.size() < Integer.MAX_VALUE) {
                            all.add(new byte[1 << 20]);
                        }
                    }
                }
            }
            case PATIENT -> {
                while (Files.notExists(folder.resolve("go"))) {
                    pause(TICK);
                }
            }
            case DEAF -> {
                while (Files.notExists(folder.resolve("go"))) {
                    try {
                        pause(TICK);
                    } catch (InterruptedException e) {
                        if (Files.notExists(folder.resolve("deaf"))) {
                            throw e;
                        }
                        Files.writeString(folder.resolve("asked"), "");
                    }
                }
            }
            default -> pause(context.epoch() <= 3 ? Duration.ofMillis(400) : TICK);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        if (never) {
            throw new AssertionError("nobody counts down");
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        LogFile.in(folder);
        Pawl pawl = options(folder).open();
        Runtime.getRuntime().addShutdownHook(new Thread(pawl::close));
        pawl.register(pipeline(folder)).start();
        System.err.println("started");
        for (RunView run : pawl.runs(RunQuery.newest(1000))) {
            pawl.run(run.id()).await();
        }
        System.exit(0);
    }
}
