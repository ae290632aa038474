// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.StageSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stage is declared, inside {@link PipelineBuilder#stage}. Not thread-safe.
 *
 * @param <I> the pipeline's input
 * @param <O> the stage's output
 */
public final class StageOptions<I, O> {

    static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);

    private final String id;
    private final List<String> after = new ArrayList<>();
    private Effect effect = Effect.IDEMPOTENT;
    private OnDoubt onDoubt = OnDoubt.ASK;
    private RetryPolicy retry = RetryPolicy.NONE;
    private @Nullable Duration timeout;
    private Duration heartbeat = DEFAULT_HEARTBEAT;
    private @Nullable StageCode<I, O> code;

    StageOptions(String id) {
        this.id = id;
    }

    /** Stages whose outputs this one needs. */
    public StageOptions<I, O> after(String... stages) {
        after.addAll(List.of(stages));
        return this;
    }

    /** What the stage does. */
    public StageOptions<I, O> run(StageCode<I, O> stageCode) {
        this.code = stageCode;
        return this;
    }

    /** What executing it does outside; {@link Effect#IDEMPOTENT} unless said. */
    public StageOptions<I, O> effect(Effect value) {
        this.effect = value;
        return this;
    }

    /** What becomes of an interrupted external attempt; {@link OnDoubt#ASK} unless said. */
    public StageOptions<I, O> onDoubt(OnDoubt value) {
        this.onDoubt = value;
        return this;
    }

    /** Retries after the first attempt, with pauses of 1 s, 2 s, 4 s … up to a minute. */
    public StageOptions<I, O> retry(int max) {
        return retry(new RetryPolicy(max, Duration.ofSeconds(1), 2, Duration.ofMinutes(1)));
    }

    /** Automatic retries; none unless said. */
    public StageOptions<I, O> retry(RetryPolicy value) {
        this.retry = value;
        return this;
    }

    /** Longest time one attempt may execute, at most 365 days; no limit unless said. */
    public StageOptions<I, O> timeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a time-out is longer than nothing: " + value);
        }
        this.timeout = value;
        return this;
    }

    /** How often a sign of life is written down; 10 s unless said. */
    public StageOptions<I, O> heartbeat(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a heartbeat interval is longer than nothing: " + value);
        }
        this.heartbeat = value;
        return this;
    }

    StageDefinition<I> build() {
        if (code == null) {
            throw new IllegalArgumentException("stage " + id + " does nothing; give it code with run(…)");
        }
        return new StageDefinition<>(new StageSpec(id, after, effect, onDoubt, retry, timeout), heartbeat, code);
    }
}
