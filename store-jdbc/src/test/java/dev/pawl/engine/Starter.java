// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A process that, once it is told to, starts or retries the same run from many threads at once, and says what came of each. */
final class Starter implements AutoCloseable {

    /** What came of one start: {@code made}, {@code attached} or {@code refused}, and of which run. */
    record Start(String how, String run) {}

    private static final String READY = "ready";
    private static final String DONE = "done";

    private final Process process;
    private final BufferedReader out;

    private Starter(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * It waits to be told when this returns.
     *
     * @param works whether it also executes runs
     * @param failed the run that it retries, or null where it starts one
     */
    static Starter start(String database, OnConflict conflict, int threads, boolean works, @Nullable UUID failed)
            throws IOException {
        Starter starter = new Starter(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        database,
                        conflict.name(),
                        Integer.toString(threads),
                        Boolean.toString(works),
                        failed == null ? "" : failed.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        if (!READY.equals(starter.out.readLine())) {
            throw new AssertionError("the process did not get ready");
        }
        return starter;
    }

    /** Tells it to. */
    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    List<Start> starts() throws IOException {
        List<Start> starts = new ArrayList<>();
        for (String line = out.readLine(); !DONE.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new AssertionError("the process ended after " + starts);
            }
            String[] words = line.split(" ", 2);
            starts.add(new Start(words[0], words[1]));
        }
        return starts;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws Exception {
        Pipeline<String> pipeline = pipeline(() -> {
            new CountDownLatch(1).await();
            return 2;
        });
        Pawl pawl = PawlOptions.at(args[0]).open().register(pipeline);
        if (Boolean.parseBoolean(args[3])) {
            pawl.start();
        }
        OnConflict conflict = OnConflict.valueOf(args[1]);
        Submission submission = Submission.plain().key("k").onConflict(conflict);
        Retry retry = Retry.from("b").onConflict(conflict);
        Callable<RunHandle> start = args[4].isEmpty()
                ? () -> pawl.submit(pipeline, "", submission)
                : () -> pawl.retry(UUID.fromString(args[4]), retry);
        CountDownLatch gate = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<String>> starts = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            starts.add(threads.submit(() -> {
                gate.await();
                return outcome(start);
            }));
        }
        System.out.println(READY);
        if (System.in.read() >= 0) {
            gate.countDown();
            for (Future<String> each : starts) {
                System.out.println(each.get());
            }
            System.out.println(DONE);
            var unused = System.in.read();
        }
    }

    /** Its first stage succeeds; its second does what is said. */
    static Pipeline<String> pipeline(Callable<Integer> second) {
        return Pipeline.named("once", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .stage("b", Integer.class, s -> s.after("a").run(c -> second.call()))
                .build();
    }

    private static String outcome(Callable<RunHandle> start) {
        try {
            RunHandle run = start.call();
            return (run.attached() ? "attached " : "made ") + run.id();
        } catch (RefusedException e) {
            return "refused " + e.activeRun();
        } catch (Exception e) {
            return "failed " + e;
        }
    }
}
