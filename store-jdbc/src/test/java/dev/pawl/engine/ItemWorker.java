// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.StageFailedException;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process that works through the items of one run, to be killed at any moment. Each execution leaves a line in a file, and so
 * does each result that is told to listeners.
 */
final class ItemWorker {

    static final int PARALLEL = 8;

    /** While this file is there some items fail for good. */
    static final String BROKEN = "broken";

    static final String EXECUTED = "executed";
    static final String TOLD = "told";

    private ItemWorker() {}

    static boolean fails(int item) {
        return item % 100 == 3;
    }

    static String output(int item) {
        return "item " + item;
    }

    private static Pipeline<Integer> pipeline(Path folder, Lines executed) {
        return Pipeline.named("items", Integer.class)
                .stage(
                        "each",
                        String.class,
                        s -> s.parallel(PARALLEL)
                                .map(c -> IntStream.range(0, c.input()).boxed().toList(), (c, item) -> {
                                    executed.add(item);
                                    if (fails(item) && Files.exists(folder.resolve(BROKEN))) {
                                        throw new StageFailedException(
                                                "broken", StageFailedException.Retry.NEVER, null);
                                    }
                                    return output(item);
                                }))
                .build();
    }

    /** The folder, how many items, and whether a run that failed is to be resumed. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (Lines executed = new Lines(folder.resolve(EXECUTED));
                Lines told = new Lines(folder.resolve(TOLD));
                Pawl pawl = PawlOptions.in(folder).open()) {
            Pipeline<Integer> pipeline = pipeline(folder, executed);
            pawl.register(pipeline).listen((run, entry) -> entry.events().forEach(event -> tell(told, event)));
            List<RunView> runs = pawl.runs(RunQuery.newest(1));
            pawl.start();
            if (runs.isEmpty()) {
                pawl.submit(pipeline, Integer.parseInt(args[1]), Submission.plain())
                        .await();
            } else if (Boolean.parseBoolean(args[2]) && runs.getFirst().status() == RunStatus.FAILED) {
                pawl.resume(runs.getFirst().id(), null).await();
            } else {
                pawl.run(runs.getFirst().id()).await();
            }
        }
    }

    private static void tell(Lines told, Event event) {
        switch (event) {
            case Event.ItemSucceeded done -> told.add(done.item());
            case Event.ItemFailed failed -> told.add(failed.item());
            default -> {} // of no item
        }
    }

    /** A file of numbers, one a line, which outlives the process whatever happens to it. */
    private record Lines(FileChannel file) implements AutoCloseable {

        Lines(Path path) throws IOException {
            this(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        }

        void add(int number) {
            String line = number + " " + ProcessHandle.current().pid() + "\n";
            try {
                int unused = file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
