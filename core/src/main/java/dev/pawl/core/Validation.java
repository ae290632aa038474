// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What validators mean for the graph, worked out once. The span of a validator is what it checks and everything between that
 * and itself. Sending work back reopens its span and, to a fixed point, the spans of other validators that checked any of it.
 * Who stands outside and uses something that may be sent back waits for the validator, lest it use what is gone later.
 */
final class Validation {

    private static final int[] NONE = {};

    private final PipelineSpec pipeline;
    private final @Nullable BitSet[] spans;
    private final @Nullable BitSet[] reopens;
    private final @Nullable BitSet[] before;
    private final int[][] gates;

    Validation(PipelineSpec pipeline) {
        this.pipeline = pipeline;
        int size = pipeline.stages().size();
        this.spans = new BitSet[size];
        this.reopens = new BitSet[size];
        this.before = new BitSet[size];
        this.gates = new int[size][];
        Arrays.fill(gates, NONE);
        boolean any = false;
        for (int i = 0; i < size; i++) {
            if (pipeline.stages().get(i).kind() instanceof StageKind.Validator validator) {
                spans[i] = span(i, validator);
                any = true;
            }
        }
        if (any) {
            for (int i = 0; i < size; i++) {
                reopens[i] = spans[i] == null ? null : closure(i);
            }
            for (int i = 0; i < size; i++) {
                gates[i] = gatesOf(i);
            }
        }
    }

    List<String> reopens(int validator) {
        List<String> ids = new ArrayList<>();
        if (validator >= 0) {
            BitSet all = reopens[validator];
            if (all == null) {
                ids.add(pipeline.ids().get(validator));
            } else {
                all.stream().forEach(i -> ids.add(pipeline.ids().get(i)));
            }
        }
        return ids;
    }

    int[] gates(int position) {
        return gates[position];
    }

    private BitSet span(int at, StageKind.Validator validator) {
        int from = pipeline.position(validator.validates());
        if (from < 0 || from == at) {
            throw new IllegalArgumentException("stage " + pipeline.ids().get(at) + " validates " + validator.validates()
                    + ", which is no other stage of pipeline " + pipeline.name());
        }
        BitSet span = new BitSet();
        before(at).stream().filter(i -> i == from || before(i).get(from)).forEach(span::set);
        span.set(at);
        return span;
    }

    private BitSet closure(int validator) {
        BitSet all = (BitSet) spans[validator].clone();
        for (boolean grown = true; grown; ) {
            int before = all.cardinality();
            for (int i = 0; i < spans.length; i++) {
                int validated = spans[i] == null ? -1 : validatedBy(i);
                if (validated >= 0 && all.get(validated)) {
                    all.or(spans[i]);
                }
            }
            grown = all.cardinality() > before;
        }
        return all;
    }

    private int validatedBy(int validator) {
        return pipeline.stages().get(validator).kind() instanceof StageKind.Validator v
                ? pipeline.position(v.validates())
                : -1;
    }

    /**
     * Who uses something that may be sent back waits for who may send it back, and so for whoever may send that one back. But
     * not where the validator waits for the stage itself; nor where the stage would be sent back too, for then it may as well
     * begin, unless it does something outside that nobody may cut short.
     */
    private int[] gatesOf(int position) {
        boolean mayBeCut = !pipeline.stages().get(position).asksWhenStopped();
        BitSet gate = new BitSet();
        BitSet waited = new BitSet();
        Deque<Integer> uses = new ArrayDeque<>();
        for (int up : pipeline.upstream(position)) {
            waited.set(up);
            uses.add(up);
        }
        for (Integer used = uses.poll(); used != null; used = uses.poll()) {
            for (int v = 0; v < reopens.length; v++) {
                BitSet again = reopens[v];
                if (again != null
                        && again.get(used)
                        && !waited.get(v)
                        && !(mayBeCut && again.get(position))
                        && !waitsFor(v, position, new BitSet())) {
                    gate.set(v);
                    waited.set(v);
                    uses.add(v);
                }
            }
        }
        return gate.stream().toArray();
    }

    private boolean waitsFor(int position, int other, BitSet seen) {
        if (position == other) {
            return true;
        }
        if (!seen.get(position)) {
            seen.set(position);
            for (int up : pipeline.upstream(position)) {
                if (waitsFor(up, other, seen)) {
                    return true;
                }
            }
            for (int up : gates[position]) {
                if (waitsFor(up, other, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All it depends on, directly or not. */
    private BitSet before(int position) {
        BitSet known = before[position];
        if (known == null) {
            known = new BitSet();
            for (int up : pipeline.upstream(position)) {
                known.set(up);
                known.or(before(up));
            }
            before[position] = known;
        }
        return known;
    }
}
