// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Command;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.internal.content.Brief;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Commands of which one cannot be stored: they go one by one, and nothing is decided before the last has. */
final class OneByOne {

    private final Deque<Origin> left = new ArrayDeque<>();

    /** What becomes of a command that cannot be stored. */
    sealed interface Instead {}

    /** This is told of it. */
    record Fact(Command.Fact fact) implements Instead {}

    /** Whoever gave it is told. */
    record Refused() implements Instead {}

    /** There is nothing left to store. */
    record Nothing() implements Instead {}

    void add(List<Origin> origins) {
        left.addAll(origins);
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    Origin next() {
        return left.remove();
    }

    /** Takes all that are left. */
    List<Origin> drain() {
        List<Origin> all = new ArrayList<>(left);
        left.clear();
        return all;
    }

    static Instead instead(Origin origin, String problem) {
        return switch (origin.command()) {
            case Command.Started started -> new Nothing();
            case Command.Fail fail -> instead(fail, problem);
            case Command.HandOver late -> new Refused();
            case Command.Evaluated evaluated -> new Nothing();
            case Command.NotEvaluated not -> new Nothing();
            case Command.Fact fact -> new Fact(failed(fact, "output cannot be stored: " + problem));
            default -> new Refused();
        };
    }

    /** First without what it had put out, then without its words; with neither there is nothing left to store. */
    private static Instead instead(Command.Fail fail, String problem) {
        if (fail.partial() != null) {
            return new Fact(new Command.Fail(fail.attempt(), fail.epoch(), fail.failure(), null));
        }
        return fail.failure().kind() == FailureKind.UNSTORABLE
                ? new Nothing()
                : new Fact(failed(fail, "its failure cannot be stored: " + problem));
    }

    private static Command.Fact failed(Command.Fact fact, String why) {
        Failure failure = new Failure(FailureKind.UNSTORABLE, Brief.of(why));
        return new Command.Fail(fact.attempt(), fact.epoch(), failure, null);
    }
}
