// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link StageSpec}, whose components say what each setting means. Not thread-safe. */
public final class StageSpecBuilder {

    private final String id;
    private final List<String> after = new ArrayList<>();
    private StageKind kind = new StageKind.Task();
    private boolean manual;
    private boolean conditional;
    private Effect effect = Effect.IDEMPOTENT;
    private OnDoubt onDoubt = OnDoubt.ASK;
    private OnInterrupt onInterrupt = OnInterrupt.RESUME;
    private RetryPolicy retry = RetryPolicy.NONE;
    private @Nullable Duration timeout;
    private Silence silence = Silence.DEFAULT;
    private @Nullable Limit limit;
    private int priority;

    StageSpecBuilder(String id) {
        this.id = id;
    }

    StageSpecBuilder(StageSpec spec) {
        this(spec.id());
        kind = spec.kind();
        after.addAll(spec.after());
        manual = spec.manual();
        conditional = spec.conditional();
        effect = spec.effect();
        onDoubt = spec.onDoubt();
        onInterrupt = spec.onInterrupt();
        retry = spec.retry();
        timeout = spec.timeout();
        silence = spec.silence();
        limit = spec.limit();
        priority = spec.priority();
    }

    public StageSpecBuilder kind(StageKind value) {
        kind = value;
        return this;
    }

    public StageSpecBuilder after(String... stages) {
        after.addAll(List.of(stages));
        return this;
    }

    public StageSpecBuilder manual(boolean value) {
        manual = value;
        return this;
    }

    public StageSpecBuilder conditional(boolean value) {
        conditional = value;
        return this;
    }

    public StageSpecBuilder effect(Effect value) {
        effect = value;
        return this;
    }

    public StageSpecBuilder onDoubt(OnDoubt value) {
        onDoubt = value;
        return this;
    }

    public StageSpecBuilder onInterrupt(OnInterrupt value) {
        onInterrupt = value;
        return this;
    }

    public StageSpecBuilder retry(RetryPolicy value) {
        retry = value;
        return this;
    }

    public StageSpecBuilder timeout(@Nullable Duration value) {
        timeout = value;
        return this;
    }

    public StageSpecBuilder silence(Silence value) {
        silence = value;
        return this;
    }

    public StageSpecBuilder limit(@Nullable Limit value) {
        limit = value;
        return this;
    }

    public StageSpecBuilder priority(int value) {
        priority = value;
        return this;
    }

    /** The stage. A validator comes after what it validates, said or not; maps and exports promise signs of life. */
    public StageSpec build() {
        List<String> all = new ArrayList<>(after);
        Silence expected = silence;
        if (kind instanceof StageKind.Validator validator && !all.contains(validator.validates())) {
            all.add(validator.validates());
        }
        if (kind instanceof StageKind.Map || kind instanceof StageKind.Export) {
            expected = new Silence(silence.heartbeat(), silence.stallAfter(), true, silence.onStall());
        }
        return new StageSpec(
                id,
                kind,
                all,
                manual,
                conditional,
                effect,
                onDoubt,
                onInterrupt,
                retry,
                timeout,
                expected,
                limit,
                priority);
    }
}
