// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Cause;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunView.Source;
import dev.pawl.engine.DiagnosisTable.Planted;
import dev.pawl.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Plants causes, and looks what is said of them. */
interface Planting extends OnABench {

    RawJson ANSWER = RawJson.of("{\"ok\": true}".getBytes(StandardCharsets.UTF_8));

    SettableClock clock();

    Path folder();

    /** The database is kept there from now on. */
    void move(Path folder);

    DiagnosisTable table();

    default PawlOptions options() {
        return PawlOptions.in(folder())
                .clock(clock())
                .workerName("node-1")
                .grace(Bench.GRACE)
                .pulse(Duration.ofMillis(50));
    }

    default Cause cause(Diagnosis diagnosis, Code code, String stage) {
        return diagnosis.reasons().stream()
                .filter(cause -> cause.code() == code && Objects.equals(cause.stage(), stage))
                .findFirst()
                .orElse(null);
    }

    /** Waits for what is seen a moment later: progress goes round once a second. */
    default Diagnosis until(Supplier<Diagnosis> asked, Code code, String stage, String... facts) {
        AtomicReference<Diagnosis> last = new AtomicReference<>();
        try {
            Bench.until(() -> {
                last.set(asked.get());
                Cause cause = cause(last.get(), code, stage);
                return cause != null
                        && last.get().evidence(cause).stream()
                                .map(Diagnosis.Fact::name)
                                .toList()
                                .containsAll(List.of(facts));
            });
        } catch (AssertionError e) {
            throw new AssertionError("no " + code + " of " + stage + " in " + last.get(), e);
        }
        return last.get();
    }

    /** The one that executes it says so, and the one that only looks says the same. */
    default Diagnosis named(
            Planted planted, Pawl pawl, Pawl other, UUID run, Code code, String stage, String... facts) {
        Diagnosis seen = until(() -> other.diagnose(run), code, stage, facts);
        assertThat(seen.source()).isEqualTo(Source.JOURNAL);
        return named(planted, until(() -> pawl.diagnose(run), code, stage, facts), seen, code, stage, facts);
    }

    default Diagnosis named(Planted planted, Diagnosis live, Diagnosis seen, Code code, String stage, String... facts) {
        for (Diagnosis diagnosis : new Diagnosis[] {live, seen}) {
            Cause cause = cause(diagnosis, code, stage);
            Map<String, Object> known = new LinkedHashMap<>();
            diagnosis.evidence(cause).forEach(fact -> known.put(fact.name(), fact.value()));
            assertThat(known.keySet()).as("evidence in " + diagnosis).contains(facts);
            assertThat(diagnosis.actions(cause))
                    .as("what helps in " + diagnosis)
                    .isNotEmpty();
            assertThat(diagnosis.sentence()).isNotBlank();
        }
        assertThat(cause(seen, code, stage).words())
                .isEqualTo(cause(live, code, stage).words());
        table().add(planted, live, cause(live, code, stage));
        return live;
    }

    default void offers(Diagnosis diagnosis, String... commands) {
        assertThat(diagnosis.actions()).extracting(Help::command).contains(commands);
    }

    default Pawl start(Pipeline<?>... pipelines) {
        return bench().start(options(), pipelines);
    }

    /** Another process, which executes nothing. */
    default Pawl look(Pipeline<?>... pipelines) {
        Pawl pawl = bench().open(options());
        for (Pipeline<?> pipeline : pipelines) {
            pawl.register(pipeline);
        }
        return pawl;
    }
}
