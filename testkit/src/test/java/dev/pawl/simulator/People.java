// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.Submission;
import dev.pawl.core.Content;
import dev.pawl.core.Run;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.core.WaitFor;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People, who give commands at any process at any time, and remember what was said to be done. */
final class People {

    private final Timeline time;
    private final Luck luck;
    private final Story story;
    private final Inspector inspector;
    private final Pipelines pipelines;
    private final Readers readers;
    private boolean checked;

    People(Timeline time, Luck luck, Story story, Inspector inspector, Pipelines pipelines) {
        this.time = time;
        this.luck = luck;
        this.story = story;
        this.inspector = inspector;
        this.pipelines = pipelines;
        this.readers = new Readers(luck, inspector, pipelines);
    }

    interface Act {
        String act(Pawl pawl);
    }

    private void go(Node at, String what, Act act) {
        at.machine().spawn(0, () -> {
            story.tell(time.now(), at.machine().name(), "a person: " + what);
            String told;
            try {
                told = act.act(at.engine());
            } catch (RefusedException e) {
                told = "refused, " + e.problem();
                inspector.check(!e.code().equals("EXISTS"), "what was done is refused, as it is done: " + told);
            } catch (StoreException e) {
                told = "unknown, " + e.getMessage();
            }
            story.tell(time.now(), at.machine().name(), "a person hears of " + what + ": " + told);
        });
    }

    private void go(Node at, Readers.Doing doing) {
        go(at, doing.what(), doing.act());
    }

    void submit(Node at) {
        Pipeline<String> pipeline = luck.any(pipelines.all());
        Submission submission = submission();
        String what = pipeline.name()
                + (submission.key() == null ? "" : " " + submission.key())
                + (submission.onConflict() == OnConflict.REJECT ? "" : " or else " + submission.onConflict())
                + (submission.delay() == null ? "" : " in " + submission.delay().toMillis() + " ms");
        go(at, "submit " + what, pawl -> {
            UUID run = pawl.submit(pipeline, "", submission).id();
            inspector.check(inspector.exists(run), "a run was said to be made, and is not");
            return inspector.name(run);
        });
    }

    private Submission submission() {
        Submission plain = Submission.plain().priority(luck.upTo(3));
        Submission keyed = luck.oneIn(3) ? plain.key("k") : plain;
        Submission lined = luck.oneIn(2) ? keyed.onConflict(OnConflict.QUEUE) : keyed;
        return luck.oneIn(6) ? lined.delay(Duration.ofMillis(luck.upTo(20_000))) : lined;
    }

    /** Anything, to any run. */
    void anything(Node at) {
        List<UUID> runs = List.copyOf(inspector.journals().keySet());
        if (runs.isEmpty() || luck.oneIn(4)) {
            submit(at);
            return;
        }
        List<UUID> open = runs.stream().filter(this::isOpen).toList();
        UUID run = luck.any(open.isEmpty() || luck.oneIn(2) ? runs : open);
        Run now = inspector.run(run);
        if (now == null || !now.exists()) {
            return;
        }
        if (now.interactive() && !luck.oneIn(4)) {
            go(at, readers.anything(now));
            return;
        }
        String stage = luck.any(now.created().stages());
        String of = " " + inspector.name(run);
        switch (luck.upTo(11)) {
            case 0, 1 -> cancel(at, run);
            case 2, 3, 4 ->
                go(at, "resume" + of, pawl -> {
                    pawl.resume(run, "somebody");
                    return "done";
                });
            case 5 ->
                go(at, "press" + of + " " + stage, pawl -> {
                    pawl.press(run, stage, "somebody");
                    return "done";
                });
            case 6 ->
                go(at, "reset" + of + " " + stage, pawl -> {
                    pawl.reset(run, stage, "somebody");
                    return "done";
                });
            case 7 ->
                go(at, "recover", pawl -> {
                    RecoveryAction action = luck.oneIn(3) ? RecoveryAction.FAIL : RecoveryAction.RESUME;
                    return String.valueOf(pawl.recover(action, null, Duration.ofSeconds(luck.upTo(20)))
                            .changed()
                            .size());
                });
            case 8 -> retry(at, now, stage);
            case 9 -> go(at, "look", pawl -> pawl.run(run).view().status().name());
            default -> care(at, now);
        }
    }

    private boolean isOpen(UUID run) {
        Run now = inspector.run(run);
        return now != null && now.exists() && now.interactive() && now.ended() == null;
    }

    /** Of a run that is not over it is refused. */
    private void retry(Node at, Run run, String stage) {
        Retry how = Retry.from(stage)
                .onlyFailedItems(luck.oneIn(4))
                .usePartial(luck.oneIn(3))
                .onConflict(luck.oneIn(3) ? OnConflict.QUEUE : OnConflict.REJECT);
        go(at, "retry " + inspector.name(run.id()) + " from " + stage, pawl -> {
            UUID made = pawl.retry(run.id(), how).id();
            inspector.check(inspector.exists(made), "a run was said to be made, and is not");
            return inspector.name(made);
        });
    }

    /** What every process says of what is not over. */
    void lookAtAll(Node at) {
        for (UUID run : List.copyOf(inspector.journals().keySet())) {
            Run now = inspector.run(run);
            if (now != null && now.exists() && now.ended() == null) {
                go(
                        at,
                        "look at " + inspector.name(run),
                        pawl -> pawl.run(run).view().sentence());
            }
        }
    }

    /** Nothing contradicts, and everything that was put out is there. */
    void checkAll(Node at) {
        go(at, "check", pawl -> {
            List<String> wrong = pawl.check();
            inspector.check(wrong.isEmpty(), "the check finds " + wrong);
            for (UUID id : List.copyOf(inspector.journals().keySet())) {
                Run run = inspector.run(id);
                if (run != null && run.exists()) {
                    run.created().stages().forEach(stage -> checkOutput(pawl, run, stage));
                }
            }
            checked = true;
            return "well";
        });
    }

    boolean hasChecked() {
        return checked;
    }

    private void checkOutput(Pawl pawl, Run run, String stage) {
        Content output = run.stage(stage).output();
        if (output != null) {
            try (InputStream in = pawl.output(run.id(), stage).orElseThrow()) {
                Content read = Values.contentOf(in.readAllBytes());
                inspector.check(
                        read.equals(output), inspector.name(run.id()) + " " + stage + " put out something else");
            } catch (IOException e) {
                inspector.violated(inspector.name(run.id()) + " " + stage + " has lost its output: " + e);
            }
        }
    }

    private void cancel(Node at, UUID run) {
        go(at, "cancel " + inspector.name(run), pawl -> {
            pawl.cancel(run, "somebody", null);
            Run now = inspector.run(run);
            inspector.check(
                    now != null && (now.cancelRequested() || now.ended() != null),
                    inspector.name(run) + " was said to be cancelled, and is not");
            return "done";
        });
    }

    /** A document is open until somebody closes it. */
    void close(Node at, Run run) {
        go(at, readers.close(run.id()));
    }

    /** Answers what the run asks of a person. */
    void care(Node at, Run run) {
        run.created().stages().forEach(stage -> care(at, run, stage, run.stage(stage)));
    }

    private void care(Node at, Run run, String stage, StageState state) {
        String of = " " + inspector.name(run.id()) + " " + stage;
        if (state.waitsFor() == WaitFor.DOUBT) {
            SettleAs as = luck.any(List.of(SettleAs.values()));
            @Nullable RawJson output = as == SettleAs.DONE ? json("\"settled\"") : null;
            go(at, "settle" + of + " as " + as, pawl -> {
                pawl.settle(run.id(), stage, as, output, "somebody");
                return "done";
            });
        } else if (state.waitsFor() == WaitFor.PERSON) {
            go(at, "edit" + of, pawl -> {
                pawl.edit(run.id(), stage, json("\"edited\""), "somebody");
                return "done";
            });
        } else if (state.status() == StageStatus.IDLE
                && (state.held()
                        || (pipelines.spec(run.created(), stage).manual() && !state.pressed() && luck.oneIn(2)))) {
            go(at, "press" + of, pawl -> {
                pawl.press(run.id(), stage, "somebody");
                return "done";
            });
        }
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
