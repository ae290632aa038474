// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;
import java.util.Random;

/** What comes of things, from a seed. */
record Luck(Random random) {

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One of few, so that it is often the same again. */
    Content output() {
        return any(List.of(Words.OUT, Documents.X, Documents.Y));
    }

    /** How an attempt ends by itself. */
    Command.Fact outcome(PipelineSpec pipeline, World.Executing one) {
        if (pipeline.interactive() && chance(5)) {
            return new Command.Done(one.attempt(), one.epoch(), output(), "thin");
        }
        boolean validates = pipeline.stage(one.attempt().stage()).kind() instanceof StageKind.Validator;
        return switch (upTo(validates ? 12 : 7)) {
            case 0 -> new Command.Fail(one.attempt(), one.epoch(), Words.OOPS, Words.PARTIAL);
            case 1 ->
                new Command.Fail(one.attempt(), one.epoch(), new Failure(FailureKind.ERROR_RETRY_NOW, "busy"), null);
            case 2 -> new Command.Fail(one.attempt(), one.epoch(), chance(2) ? Kinds.CUT : Words.OOPS, null);
            case 3 -> new Command.Done(one.attempt(), one.epoch(), output(), "thin");
            case 7, 8, 9, 10, 11 -> new Command.Rejects(one.attempt(), one.epoch(), Kinds.FEEDBACK);
            default -> new Command.Done(one.attempt(), one.epoch(), output(), null);
        };
    }

    /** What was asked for, or why not. */
    Command.Fact answer(Action asked, boolean bad) {
        return switch (asked) {
            case Action.Evaluate e ->
                bad && chance(2)
                        ? new Command.NotEvaluated(e.attempt(), e.epoch(), Words.OOPS)
                        : new Command.Evaluated(e.attempt(), e.epoch(), !bad);
            case Action.ListItems e ->
                bad
                        ? new Command.Fail(e.attempt(), e.epoch(), new Failure(FailureKind.CONDITION, "no list"), null)
                        : new Command.Listed(e.attempt(), e.epoch(), upTo(6), Kinds.LIST, null);
            case Action.Gather e -> {
                Failure big = new Failure(bad && chance(2) ? FailureKind.CUT_SHORT : FailureKind.UNSTORABLE, "no");
                yield bad
                        ? new Command.Fail(e.attempt(), e.epoch(), big, null)
                        : new Command.Done(e.attempt(), e.epoch(), output(), null);
            }
            default -> throw new AssertionError(asked);
        };
    }
}
