// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** How long the functions take. Started by hand; asserts nothing. */
final class Speed {

    /** Keeps the work from being optimised away; printed at the end. */
    private static long sink;

    private Speed() {}

    public static void main(String[] args) {
        chain(1_000);
        dense(1_000, 500);
        layers(2, 500);
        layers(10, 100);
        map(100_000, 10);
        map(100_000, 1_000);
        System.out.println("(" + sink + ")");
    }

    private static void chain(int size) {
        List<StageSpec> stages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            stages.add(i == 0 ? Words.stage("s0") : Words.stage("s" + i, "s" + (i - 1)));
        }
        measure("chain of " + size, new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, stages), size / 2);
    }

    /** Each stage depends on the {@code width} stages before it. */
    private static void dense(int size, int width) {
        List<StageSpec> stages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String[] after = new String[Math.min(i, width)];
            for (int up = 0; up < after.length; up++) {
                after[up] = "s" + (i - after.length + up);
            }
            stages.add(Words.stage("s" + i, after));
        }
        PipelineSpec spec = new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, stages);
        measure(size + " stages with " + width + " upstreams", spec, size / 2);
    }

    /** Each stage depends on all of the layer before; of the first layer only the first stage is missing. */
    private static void layers(int layers, int width) {
        List<StageSpec> stages = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            String[] after = new String[layer == 0 ? 0 : width];
            for (int up = 0; up < after.length; up++) {
                after[up] = "s" + ((layer - 1) * width + up);
            }
            for (int i = 0; i < width; i++) {
                stages.add(Words.stage("s" + (layer * width + i), after));
            }
        }
        PipelineSpec spec = new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, stages);
        measure(layers + " layers of " + width + ", the first stage last", spec, -width);
    }

    /** A map half of whose items are done, with as many at work as may be. */
    private static void map(int size, int parallel) {
        PipelineSpec spec = Words.pipeline(Kinds.map(parallel, Words.stage("a")), Words.stage("b", "a"));
        List<Event> events = new ArrayList<>(
                List.of(Words.created("a", "b"), Words.claimed(), Words.started("a"), Kinds.listed("a", size)));
        for (int i = 0; i < size / 2; i++) {
            events.add(Kinds.itemDone("a", i));
        }
        Run run = Words.fold(events);
        int[] atWork = IntStream.range(size / 2, size / 2 + parallel).toArray();
        World world = Words.here().items(atWork).world();
        World oneLess = Words.here().items(Arrays.copyOf(atWork, parallel - 1)).world();
        Event result = Kinds.itemDone("a", size / 2);
        String what = "map of " + size + ", " + parallel + " at work: ";
        Clock.log(
                what + "next",
                () -> Decider.next(spec, run, world, Words.ZERO).reasons().size());
        Clock.log(
                what + "next, one to start",
                () -> Decider.next(spec, run, oneLess, Words.ZERO).actions().size());
        Clock.log(what + "apply", () -> Decider.apply(run, result).epoch());
        Clock.log(what + "fold of " + events.size(), () -> Words.fold(events).epoch());
    }

    /** With the first {@code done} stages done and one running; negative: all of so many but the first. */
    private static void measure(String what, PipelineSpec spec, int done) {
        List<Event> events = new ArrayList<>();
        events.add(Words.created(spec.ids().toArray(String[]::new)));
        events.add(Words.claimed());
        for (int i = done < 0 ? 1 : 0; i < Math.abs(done); i++) {
            events.add(Words.started("s" + i));
            events.add(Words.succeeded("s" + i));
        }
        String at = done < 0 ? "s0" : "s" + done;
        events.add(Words.started(at));
        Run run = Words.fold(events);
        World world = Words.here().running(at).world();
        Event result = Words.succeeded(at);
        Clock.log(
                what + ": next",
                () -> Decider.next(spec, run, world, Words.ZERO).reasons().size());
        Clock.log(what + ": apply", () -> Decider.apply(run, result).epoch());
        Clock.log(what + ": fold of " + events.size(), () -> Words.fold(events).epoch());
    }

    /** Best of ten rounds, each of a tenth of a second. */
    private static final class Clock {
        private Clock() {}

        static void log(String what, IntSupplier work) {
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 10; round++) {
                long start = System.nanoTime();
                long count = 0;
                while (System.nanoTime() - start < 100_000_000) {
                    sink += work.getAsInt();
                    count++;
                }
                best = Math.min(best, (System.nanoTime() - start) / 1_000.0 / count);
            }
            System.out.println(String.format(Locale.ROOT, "%-60s %10.2f µs", what, best));
        }
    }
}
