// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.AllowedFailures;
import dev.pawl.core.Effect;
import dev.pawl.core.Limit;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.Silence;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageSpecBuilder;
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

    private static final Duration EXPORT_PATIENCE = Duration.ofMinutes(5);

    private final String id;
    private final StageSpecBuilder spec;
    private final List<String> requires = new ArrayList<>();
    private final List<String> produces = new ArrayList<>();
    private Duration heartbeat = Silence.DEFAULT.heartbeat();
    private boolean promised;
    private @Nullable Duration stallAfter;
    private Duration leastPatience = Silence.DEFAULT.stallAfter();
    private OnStall onStall = OnStall.WARN;
    private int parallel = 1;
    private AllowedFailures allowed = AllowedFailures.NONE;
    private StageKind kind = new StageKind.Task();
    private @Nullable StageCode<I, ?> code;
    private @Nullable StageCondition<I> condition;
    private @Nullable MapItems<I> items;

    StageOptions(String id) {
        this.id = id;
        this.spec = StageSpec.named(id);
    }

    /** Stages whose outputs this one needs. */
    public StageOptions<I, O> after(String... stages) {
        spec.after(stages);
        return this;
    }

    /** What the stage does. */
    public StageOptions<I, O> run(StageCode<I, O> stageCode) {
        this.code = stageCode;
        return this;
    }

    /**
     * Has the stage work through a list; its output is the array of the items' outputs in order, null where one failed.
     *
     * @param lister lists the items
     * @param itemCode works on one
     */
    public <T> StageOptions<I, O> map(ItemLister<I, T> lister, ItemCode<I, T, ?> itemCode) {
        ItemType<I, T> type = new ItemType<>(lister);
        return map(new MapItems<>(type::list, null), context -> itemCode.run(context, type.read(context)));
    }

    /** The same for items of which only the JSON text counts; see {@link StageContext#openItem}. */
    public StageOptions<I, O> map(MapItems<I> list, StageCode<I, ?> itemCode) {
        this.items = list;
        this.code = itemCode;
        return this;
    }

    /** How many items of a map are worked on at once; 1 unless said. */
    public StageOptions<I, O> parallel(int value) {
        this.parallel = value;
        return this;
    }

    /** How many items of a map may fail; none unless said. */
    public StageOptions<I, O> allowFailed(AllowedFailures value) {
        this.allowed = value;
        return this;
    }

    /**
     * Makes it a validator: its code accepts by returning, and sends the work back with {@link RejectedException}. A stage may
     * have several: each has its own rounds, and what they say of one output is handed on together where both speak before
     * the work begins again.
     *
     * @param stage whose output it checks
     * @param rounds how often it may send the work back; the next rejection fails
     */
    public StageOptions<I, O> validates(String stage, int rounds) {
        this.kind = new StageKind.Validator(stage, rounds);
        return this;
    }

    /** A person gives the output, in that time, at most 365 days; null for any time. */
    StageOptions<I, O> input(@Nullable Duration deadline) {
        this.kind = new StageKind.Input(deadline);
        this.code = context -> {
            throw new IllegalStateException("a person gives the output of " + id);
        };
        return this;
    }

    /** It makes files. */
    StageOptions<I, O> export() {
        this.kind = new StageKind.Export();
        this.leastPatience = EXPORT_PATIENCE;
        this.onStall = OnStall.FAIL;
        return this;
    }

    /** It waits for a person to press it. */
    public StageOptions<I, O> manual() {
        spec.manual(true);
        return this;
    }

    /** It runs only where this holds; else it is skipped, and counts as done with no output. */
    public StageOptions<I, O> when(StageCondition<I> value) {
        this.condition = value;
        return this;
    }

    /** What must be in the outputs before it, each as {@code stage.key}; without it the stage fails and says what is missing. */
    public StageOptions<I, O> requires(String... keys) {
        requires.addAll(List.of(keys));
        return this;
    }

    /** Keys its output must have; without them the stage fails. */
    public StageOptions<I, O> produces(String... keys) {
        produces.addAll(List.of(keys));
        return this;
    }

    /** What executing it does outside; {@link Effect#IDEMPOTENT} unless said. */
    public StageOptions<I, O> effect(Effect value) {
        spec.effect(value);
        return this;
    }

    /** What becomes of an interrupted external attempt; {@link OnDoubt#ASK} unless said. */
    public StageOptions<I, O> onDoubt(OnDoubt value) {
        spec.onDoubt(value);
        return this;
    }

    /** What becomes of any other interrupted attempt; {@link OnInterrupt#RESUME} unless said. */
    public StageOptions<I, O> onInterrupt(OnInterrupt value) {
        spec.onInterrupt(value);
        return this;
    }

    /** Retries after the first attempt, with pauses of 1 s, 2 s, 4 s … up to a minute. */
    public StageOptions<I, O> retry(int max) {
        return retry(new RetryPolicy(max, Duration.ofSeconds(1), 2, Duration.ofMinutes(1)));
    }

    /** Automatic retries, of each item in a map; none unless said. */
    public StageOptions<I, O> retry(RetryPolicy value) {
        spec.retry(value);
        return this;
    }

    /** Longest time one attempt may execute, at most 365 days, each item's in a map; no limit unless said. */
    public StageOptions<I, O> timeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a time-out is longer than nothing: " + value);
        }
        spec.timeout(value);
        return this;
    }

    /** Promises a sign of life that often, and has one written down that often; 10 s unless said, and then no promise. */
    public StageOptions<I, O> heartbeat(Duration value) {
        this.heartbeat = value;
        this.promised = true;
        return this;
    }

    /** How long it may be silent, once it gave or where it promised signs of life; three heartbeats unless said, an export 5 minutes. */
    public StageOptions<I, O> stallAfter(Duration value) {
        this.stallAfter = value;
        return this;
    }

    /** What becomes of an attempt that is silent for longer; {@link OnStall#WARN} unless said, of an export {@link OnStall#FAIL}. */
    public StageOptions<I, O> onStall(OnStall value) {
        this.onStall = value;
        return this;
    }

    /** At most so many attempts of all stages that name this limit execute at once in this process. */
    public StageOptions<I, O> limit(String name, int most) {
        spec.limit(new Limit(name, most));
        return this;
    }

    /** Higher comes first where attempts wait for a limit; 0 unless said. */
    public StageOptions<I, O> priority(int value) {
        spec.priority(value);
        return this;
    }

    StageDefinition<I> build() {
        if (code == null) {
            throw new IllegalArgumentException("stage " + id + " does nothing; give it code with run(…)");
        }
        if (items != null && !(kind instanceof StageKind.Task)) {
            throw new IllegalArgumentException("stage " + id + " is a map and " + kind + "; it can be one of them");
        }
        Duration patience = stallAfter == null ? longer(heartbeat.multipliedBy(3)) : stallAfter;
        spec.silence(new Silence(heartbeat, patience, promised, onStall));
        spec.kind(items == null ? kind : new StageKind.Map(parallel, allowed));
        spec.conditional(condition != null || !requires.isEmpty());
        return new StageDefinition<>(spec.build(), code, condition, items, requires, produces);
    }

    private Duration longer(Duration value) {
        return value.compareTo(leastPatience) > 0 ? value : leastPatience;
    }
}
