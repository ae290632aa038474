// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.RawJson;
import dev.pawl.core.Attempt;
import dev.pawl.core.FailureKind;
import dev.pawl.core.StageKind;
import dev.pawl.spi.AttemptExecutor;
import dev.pawl.spi.AttemptOutcome;
import dev.pawl.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stage code of one machine: it takes a while, fails now and again, and does not always stop when asked to. */
final class SimStages implements AttemptExecutor {

    private final Machine machine;
    private final Timeline time;
    private final Luck luck;
    private final Inspector inspector;
    /** By stage and item; what would not stop is not in it any more. */
    private final Map<String, Code> live = new HashMap<>();

    private final boolean slow;
    private boolean calm;

    SimStages(Machine machine, Timeline time, Luck luck, Inspector inspector, boolean slow) {
        this.slow = slow;
        this.machine = machine;
        this.time = time;
        this.luck = luck;
        this.inspector = inspector;
        inspector.works(machine, () -> live.values().stream().anyMatch(code -> !code.stopping));
    }

    /** From now on code does as it should. */
    void calm() {
        calm = true;
    }

    @Override
    public <I> Running start(Call<I> call, Consumer<AttemptOutcome> done) {
        Attempt attempt = call.attempt();
        inspector.begins(machine, attempt, call.epoch());
        String unit = attempt.run() + "/" + attempt.stage() + "/" + attempt.item();
        Code code = new Code(!calm && luck.oneIn(6));
        Code other = live.put(unit, code);
        inspector.check(
                other == null || other.ignores || other.isHeldUp(),
                inspector.name(attempt.run()) + " " + attempt.stage() + " executes twice at once");
        machine.spawn(0, () -> {
            AttemptOutcome outcome = code.run(call);
            live.remove(unit, code);
            inspector.over(attempt, call.epoch());
            inspector.ends(machine, attempt, call.epoch(), Words.of(outcome));
            done.accept(outcome);
        });
        return code::stop;
    }

    /** One execution. */
    private final class Code {

        private final boolean ignores;
        private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        private boolean stopping;
        private boolean asks;

        Code(boolean ignores) {
            this.ignores = ignores;
        }

        void stop() {
            stopping = true;
            if (!ignores) {
                stopped.complete(true);
            }
        }

        /** Whether it would stop, and waits for the database, which may take longer than it is waited for. */
        boolean isHeldUp() {
            return stopping && asks;
        }

        /** Time passes, until it is over or the code stops. */
        private void works(long nanos) {
            CompletableFuture<Boolean> over = new CompletableFuture<>();
            time.after(nanos, machine, () -> over.complete(true));
            CompletableFuture.anyOf(over, stopped).join();
        }

        AttemptOutcome run(Call<?> call) {
            try {
                if (luck.oneIn(4)) {
                    asks = true;
                    @Nullable Object before = call.context().lastCheckpoint(Object.class);
                    asks = false;
                    if (before != null) {
                        inspector.ends(machine, call.attempt(), call.epoch(), "goes on from " + before);
                    }
                }
                int steps = 1 + luck.upTo(3);
                for (int i = 0; i < steps && !stopped.isDone(); i++) {
                    works(
                            slow && !calm
                                    ? luck.millis(500, 60_000)
                                    : luck.millis(1, luck.oneIn(8) && !calm ? 30_000 : 1_500));
                    if (luck.oneIn(3)) {
                        asks = true;
                        call.context().checkpoint(i);
                        asks = false;
                    }
                    call.context().progress(i, steps, null);
                }
            } catch (StoreException e) {
                inspector.check(
                        stopping,
                        inspector.name(call.attempt().run()) + " "
                                + call.attempt().stage()
                                + " is told that the database is away, though nobody stops it");
                return new AttemptOutcome.Threw(FailureKind.ERROR, String.valueOf(e.getMessage()), null);
            }
            if (stopping && luck.oneIn(2)) {
                return new AttemptOutcome.Threw(FailureKind.ERROR, "stopped", null);
            }
            return outcome(call);
        }

        private AttemptOutcome outcome(Call<?> call) {
            if (luck.oneIn(calm ? 50 : 10)) {
                FailureKind kind = switch (luck.upTo(8)) {
                    case 0 -> FailureKind.ERROR_RETRY_NOW;
                    case 1 -> FailureKind.ERROR_FINAL;
                    case 2 -> FailureKind.CUT_SHORT;
                    default -> FailureKind.ERROR;
                };
                return new AttemptOutcome.Threw(kind, "chance", luck.oneIn(4) ? json("\"part\"") : null);
            }
            if (call.stage().spec().kind() instanceof StageKind.Validator && luck.oneIn(3)) {
                return new AttemptOutcome.Rejected(json("\"not good\""));
            }
            String text = luck.oneIn(4)
                    ? "as ever" // so that what is made anew may be what was there
                    : call.attempt().id().substring(37) + " " + call.epoch();
            return new AttemptOutcome.Returned(json('"' + (luck.oneIn(12) ? text.repeat(600) : text) + '"'));
        }
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
