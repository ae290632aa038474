// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.SettleAs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Effects that nobody can see, caught mid-way by a death. */
interface DoubtContract extends OnABench {

    private Pipeline<String> external(Tally tally, Gate gate, OnDoubt onDoubt) {
        return Pipeline.named("mail", String.class)
                .stage(
                        "send",
                        String.class,
                        s -> s.effect(Effect.EXTERNAL).onDoubt(onDoubt).run(c -> {
                            if (tally.count("send") == 1) {
                                gate.pass();
                            }
                            return c.attempt().substring(37) + " " + c.epoch();
                        }))
                .stage("after", String.class, s -> s.after("send").run(c -> c.previous(String.class)))
                .build();
    }

    /** S9, for task stages. */
    @ParameterizedTest
    @EnumSource(SettleAs.class)
    default void anInterruptedEffectIsSettledByAPerson(SettleAs as) throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = external(tally, gate, OnDoubt.ASK);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        RunView doubt = until(second.run(run.id()), WAITING);
        assertThat(stage(doubt, "send").waitsFor()).isEqualTo(WaitFor.DOUBT);
        assertThat(doubt.sentence()).contains("send", "settle");
        assertThatThrownBy(() -> second.settle(run.id(), "after", as, null, null))
                .isInstanceOf(RefusedException.class);
        RawJson output = as == SettleAs.DONE ? RawJson.of(" \"was sent\" ".getBytes(StandardCharsets.UTF_8)) : null;
        second.settle(run.id(), "send", as, output, "ada");
        RunView view = end(second.run(run.id()));
        assertThat(view.status()).isEqualTo(as == SettleAs.FAILED ? FAILED : SUCCEEDED);
        assertThat(tally.of("send")).isEqualTo(as == SettleAs.RERUN ? 2 : 1);
        Pawl third = bench().open();
        switch (as) {
            case RERUN -> assertThat(text(third, run.id(), "after")).isEqualTo("\"send/0/1 2\"");
            case DONE -> assertThat(text(third, run.id(), "after")).isEqualTo("\"was sent\"");
            case FAILED -> assertThat(view.error()).contains("settled as failed");
        }
        assertThat(third.check()).isEmpty();
    }

    @Test
    default void anInterruptedEffectMayRunAgainWhereItsAuthorSaysSo() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = external(tally, gate, OnDoubt.RERUN);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "send")).isEqualTo("\"send/0/1 2\"");
    }
}
