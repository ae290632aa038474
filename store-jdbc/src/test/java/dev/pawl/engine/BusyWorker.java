// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageContext;
import dev.pawl.Submission;
import dev.pawl.core.Artifact;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that retries, edits, exports and deletes, all at once and without end, to be killed. What it is about to do, what it was
 * told is done, and what its stages execute are lines of a file.
 */
final class BusyWorker {

    static final String NOTES = "notes";
    static final String FROM = "flaky";
    static final List<String> BEFORE = List.of("large", "each");

    private static final int PARTS = 4;
    private static final int PART_SIZE = 6_000;

    private final FileChannel notes;
    private final Random random;
    private final BlockingQueue<UUID> over = new LinkedBlockingQueue<>();
    private final Pipeline<Integer> work;
    private final Pipeline<String> letter;
    private final Pipeline<Integer> book;

    BusyWorker(Path folder, long seed) throws IOException {
        this.notes = FileChannel.open(
                folder.resolve(NOTES), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.random = new Random(seed);
        this.work = Pipeline.named("work", Integer.class)
                .stage("large", String.class, s -> s.run(c -> executed(c, "x".repeat(20_000) + c.input())))
                .stage(
                        "each",
                        String.class,
                        s -> s.after("large")
                                .map(c -> List.of(0, 1, 2), (c, item) -> executed(c, "y".repeat(3_000) + item)))
                .stage(FROM, String.class, s -> s.after("each").run(this::flaky))
                .stage("last", String.class, s -> s.after(FROM).run(c -> executed(c, "z")))
                .build();
        this.letter = Pipeline.named("letter", String.class)
                .interactive()
                .stage("outline", String.class, s -> s.run(StageContext::input))
                .stage("text", String.class, s -> s.after("outline").run(c -> c.output("outline", String.class) + "."))
                .stage("print", String.class, s -> s.after("text").manual().run(c -> "printed"))
                .build();
        this.book = Pipeline.named("book", Integer.class)
                .export("publish", s -> s.run(BusyWorker::publish))
                .build();
    }

    void register(Pawl pawl) {
        pawl.register(work).register(letter).register(book);
    }

    private void note(String line) {
        try {
            notes.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String executed(StageContext<?> c, String output) {
        note("executed " + c.run() + " " + c.stage());
        return output;
    }

    /** Of two runs one fails. */
    private String flaky(StageContext<Integer> c) {
        executed(c, "");
        if ((c.run().hashCode() & 1) == 0) {
            throw new IllegalStateException("no luck");
        }
        return "ok";
    }

    private static Artifact publish(StageContext<Integer> c) throws IOException {
        List<Artifact> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            byte[] part = part(c.input(), i);
            parts.add(c.part("part-" + i, "of " + c.input(), out -> out.write(part)));
        }
        return c.artifact("book.bin", out -> {
            for (Artifact part : parts) {
                try (InputStream in = c.open(part)) {
                    in.transferTo(out);
                }
            }
        });
    }

    private static byte[] part(int book, int number) {
        byte[] part = new byte[PART_SIZE];
        new Random(book * 31L + number).nextBytes(part);
        return part;
    }

    /** What is to be in the file of that book. */
    static byte[] whole(int book) {
        ByteBuffer whole = ByteBuffer.allocate(PARTS * PART_SIZE);
        for (int i = 0; i < PARTS; i++) {
            whole.put(part(book, i));
        }
        return whole.array();
    }

    static RawJson json(String text) {
        return RawJson.of(('"' + text + '"').getBytes(StandardCharsets.UTF_8));
    }

    // ---- what is done without end

    private interface Doing {
        void once(Pawl pawl) throws Exception;
    }

    private void start(Pawl pawl, Doing doing) {
        Thread.ofPlatform().start(() -> {
            while (true) {
                try {
                    doing.once(pawl);
                } catch (RefusedException e) {
                    note("refused " + e.code()); // what it was about was deleted a moment ago
                } catch (Exception e) {
                    note("failed " + e);
                }
            }
        });
    }

    private void retry(Pawl pawl) throws Exception {
        RunView run = pawl.submit(work, random.nextInt(5), Submission.plain()).await();
        while (run.status() == RunStatus.FAILED && run.depth() < 4) {
            note("retrying " + run.id());
            RunHandle again = pawl.retry(run.id(), Retry.from(FROM).onlyFailedItems(false));
            note("retried " + run.id() + " " + again.id());
            over.add(run.id());
            run = again.await();
        }
        over.add(run.id());
    }

    private void edit(Pawl pawl) throws Exception {
        UUID run = pawl.submit(letter, "first", Submission.plain()).id();
        RunView view = pawl.run(run).view();
        while (view.stages().get(1).version() == 0) {
            view = pawl.run(run).awaitChange(view, Duration.ofSeconds(1));
        }
        int version = 1;
        for (int i = random.nextInt(12); i > 0; i--) {
            String text = "edit " + version // the same once more would be no new version
                    + " " + (random.nextInt(4) == 0 ? "long ".repeat(1000) : "");
            note("editing " + run);
            pawl.edit(run, "outline", json(text), version, "ann");
            note("edited " + run + " " + ++version + " " + text);
            switch (random.nextInt(6)) {
                case 0 -> {
                    pawl.undo(run, "outline", version, "ann");
                    note("undone " + run + " " + ++version);
                }
                case 1 -> pawl.dismissStale(run, "text", "ann");
                case 2 -> pawl.acceptStale(run, "text", "ann");
                case 3 -> pawl.press(run, "print", "ann");
                default -> {}
            }
        }
        pawl.close(run, "ann");
        note("closed " + run);
        over.add(run);
    }

    private void export(Pawl pawl) throws Exception {
        RunView run = pawl.submit(book, random.nextInt(20), Submission.plain()).await();
        note("exported " + run.id());
        over.add(run.id());
    }

    private void delete(Pawl pawl) throws Exception {
        UUID run = over.take();
        if (random.nextBoolean()) {
            note("deleting " + run);
            pawl.delete(run, "ann");
            note("deleted " + run);
        }
    }

    /** The database, the folder, and a seed. Begins when told to. */
    public static void main(String[] args) throws Exception {
        BusyWorker worker = new BusyWorker(Path.of(args[1]), Long.parseLong(args[2]));
        System.in.read();
        Pawl pawl = PawlOptions.at(args[0]).open();
        worker.register(pawl);
        pawl.start();
        pawl.runs(RunQuery.newest(20)).stream()
                .filter(run -> !run.status().active())
                .forEach(run -> worker.over.add(run.id()));
        System.out.println("begun");
        worker.start(pawl, worker::retry);
        worker.start(pawl, worker::retry);
        worker.start(pawl, worker::edit);
        worker.start(pawl, worker::export);
        worker.start(pawl, worker::delete);
    }
}
