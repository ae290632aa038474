// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** They submit, answer and cancel all the time, and remember what was promised to them. */
final class People implements AutoCloseable {

    static final String N = "n";

    private static final int MOST_ACTIVE = 24;
    private static final int CANCELLED_ONE_IN = 15;
    private static final int TICK = 40;

    /** So many ticks between two looks at who waits for an answer. */
    private static final int LOOK = 10;

    private static final RunQuery ASKED = new RunQuery("asked", null, null, null, null, true, null, 1000);

    private final Story story;
    private final Pawl pawl;
    private final List<Pipeline<Order>> pipelines = Work.known();
    private final Random random;
    private final IntSupplier active;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Map<UUID, Long> submitted = new ConcurrentHashMap<>();
    private final Map<UUID, Long> answered = new ConcurrentHashMap<>();
    private final Map<UUID, Boolean> cancelled = new ConcurrentHashMap<>();
    private final Deque<UUID> toAnswer = new ArrayDeque<>();
    private final Deque<UUID> toCancel = new ArrayDeque<>();
    private final List<String> unsure = new ArrayList<>();
    private volatile boolean resting;
    private long n;
    private long ticks;
    private int refused;

    /**
     * Nobody does anything yet.
     *
     * @param active how many runs there are
     */
    People(Site site, long seed, IntSupplier active) {
        this.story = site.story();
        this.random = new Random(~seed);
        this.active = active;
        this.pawl = PawlOptions.at(site.database().url()).workerName("people").open();
        pipelines.forEach(pawl::register);
    }

    void begin() {
        timer.scheduleWithFixedDelay(() -> patiently(this::submit), 0, TICK, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(() -> patiently(this::answerAndCancel), 0, TICK, TimeUnit.MILLISECONDS);
    }

    /** No new runs; what asks is answered all the same. */
    void rest() {
        resting = true;
    }

    Pawl pawl() {
        return pawl;
    }

    /** Runs that are durable, by what their makers were told. */
    Map<UUID, Long> submitted() {
        return submitted;
    }

    Map<UUID, Long> answered() {
        return answered;
    }

    Map<UUID, Boolean> cancelled() {
        return cancelled;
    }

    synchronized String sum() {
        return "%d submitted, %d refused for their key, %d answered, %d cancelled, %d times nobody could say"
                .formatted(submitted.size(), refused, answered.size(), cancelled.size(), unsure.size());
    }

    private void submit() {
        if (resting || active.getAsInt() >= MOST_ACTIVE) {
            return;
        }
        Order order = new Order(++n);
        Pipeline<Order> pipeline = pipelines.get(random.nextInt(pipelines.size()));
        Submission submission = Submission.plain().label(N, Long.toString(order.n()));
        boolean inLine = random.nextInt(4) > 0;
        boolean cancels = random.nextInt(CANCELLED_ONE_IN) == 0;
        try {
            UUID run = pawl.submit(pipeline, order, inLine ? submission.onConflict(OnConflict.QUEUE) : submission)
                    .id();
            submitted.put(run, order.n());
            synchronized (this) {
                if (cancels) {
                    toCancel.add(run);
                }
            }
        } catch (RefusedException e) {
            refused(e, "ALREADY_ACTIVE");
        }
    }

    private void answerAndCancel() {
        if (toAnswer.isEmpty() && ++ticks % LOOK == 0) { // also those of whose making nobody could say
            pawl.runs(ASKED).forEach(row -> toAnswer.add(row.id()));
        }
        UUID run = toAnswer.poll();
        if (run != null) {
            answer(run);
        }
        UUID victim = poll(toCancel);
        if (victim != null && random.nextInt(4) > 0) {
            later(toCancel, victim);
        } else if (victim != null) {
            try {
                pawl.cancel(victim, "people", null);
                cancelled.put(victim, true);
            } catch (RefusedException e) {
                refused(e, "ENDED");
            }
        }
    }

    private void answer(UUID run) {
        try {
            RunView view = pawl.run(run).view();
            for (StageView stage : view.stages()) {
                if (stage.waitsFor() == WaitFor.PERSON) {
                    long answer = random.nextInt(1000);
                    pawl.edit(
                            run,
                            stage.id(),
                            RawJson.of(Long.toString(answer).getBytes(StandardCharsets.UTF_8)),
                            "people");
                    answered.put(run, answer);
                }
            }
        } catch (RefusedException e) {
            story.tell("an answer to %s is refused: %s", run, e.getMessage());
        }
    }

    private synchronized UUID poll(Deque<UUID> runs) {
        return runs.poll();
    }

    private synchronized void later(Deque<UUID> runs, UUID run) {
        runs.add(run);
    }

    private synchronized void refused(RefusedException e, String expected) {
        refused++;
        if (!e.code().equals(expected)) {
            story.tell("refused with %s and not %s: %s", e.code(), expected, e.getMessage());
        }
    }

    private synchronized void unsure(StoreException e) {
        unsure.add(e.getMessage());
        story.tell("nobody can say: %s", Story.brief(e));
    }

    private void patiently(Runnable step) {
        try {
            step.run();
        } catch (StoreException e) {
            unsure(e);
        } catch (Throwable e) {
            story.wrong("people could not do what they do: %s at %s", e, e.getStackTrace()[0]);
        }
    }

    /** They do nothing any more; what they remember can be asked for. */
    void leave() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
            story.wrong("people do not come to an end");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pawl.close();
    }
}
