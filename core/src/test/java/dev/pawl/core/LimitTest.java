// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Reason.Code;
import dev.pawl.core.World.Room;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What executes only with a slot of a named limit. */
@Tag("B7")
class LimitTest {

    private static final PipelineSpec ONE = pipeline(limited(stage("a")));

    @ParameterizedTest
    @MethodSource
    @Tag("B7")
    void limits(Scenario row) {
        row.check();
    }

    static Stream<Scenario> limits() {
        Attempt a = attempt("a");
        Event[] mapped = {claimed(), started("a"), listed("a", 3)};
        PipelineSpec map = pipeline(limited(map(2, stage("a"))));
        return Stream.of(
                row("a slot comes first")
                        .of(ONE)
                        .given(claimed())
                        .in(here())
                        .plans(acquire(a))
                        .because(because(Code.LIMIT, "a")),
                row("it is asked for once")
                        .of(ONE)
                        .given(claimed())
                        .in(here().asked(acquire(a)))
                        .plans()
                        .because(because(Code.LIMIT, "a")),
                row("with it the attempt starts")
                        .of(ONE)
                        .given(claimed())
                        .in(here().slots(a))
                        .plans(record(started("a"))),
                row("and executes")
                        .of(ONE)
                        .given(claimed(), started("a"))
                        .in(here().slots(a))
                        .plans(execute("a")),
                row("not where the slot was lost meanwhile")
                        .of(ONE)
                        .given(claimed(), started("a"))
                        .in(here())
                        .plans(acquire(a))
                        .because(because(Code.LIMIT, "a")),
                row("it is kept until the start is durable")
                        .of(ONE)
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 2).slots(a))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("and while the attempt executes")
                        .of(ONE)
                        .given(claimed(), started("a"))
                        .in(here().running("a").slots(a))
                        .plans()
                        .because(because(Code.EXECUTING, "a")),
                row("given back when it has ended")
                        .of(limited(stage("a")), stage("b"))
                        .given(claimed(), started("a"), started("b"), succeeded("a"))
                        .in(here().running("b").slots(a))
                        .plans(release(a))
                        .because(because(Code.EXECUTING, "b")),
                row("but not while it is still stopping")
                        .of(ONE)
                        .given(claimed(), started("a"), failedUntil(99, "a"))
                        .in(here().stopping("a").slots(a))
                        .plans()
                        .because(because(Code.STOPPING, "a"), because(Code.BACK_OFF, "a", 99))
                        .wakes(99),
                row("nobody keeps one in its back-off")
                        .of(ONE)
                        .given(claimed(), started("a"), failedUntil(99, "a"))
                        .in(here().slots(a))
                        .plans(release(a))
                        .because(because(Code.BACK_OFF, "a", 99))
                        .wakes(99),
                row("the retry has its own")
                        .of(ONE)
                        .given(claimed(), started("a"), failedUntil(0, "a"))
                        .in(here())
                        .plans(acquire(attempt("a", 0, 2)))
                        .because(because(Code.LIMIT, "a")),
                row("as has the attempt another owner left")
                        .of(ONE)
                        .given(claimed(), started("a"), claimed(B, 2))
                        .in(here().in(B))
                        .plans(acquire(a))
                        .because(because(Code.LIMIT, "a")),
                row("a wish is given up with its reason")
                        .of(ONE)
                        .given(claimed(), started("a"), putBack("a"))
                        .in(here().asked(acquire(a)))
                        .plans(release(a))
                        .because(because(Code.HELD, "a")),
                row("whoever is not needed goes, in one order, and once")
                        .of(ONE)
                        .given(claimed(), started("a"), putBack("a"))
                        .in(here().slots(attempt("z"), a, attempt("b")).asked(acquire(attempt("c")), acquire(a)))
                        .plans(release(a), release(attempt("b")), release(attempt("c")), release(attempt("z")))
                        .because(because(Code.HELD, "a")),
                row("also when the run has ended")
                        .of(ONE)
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .in(here().slots(a))
                        .plans(release(a))
                        .because(because(Code.ENDED)),
                row("nobody holds a slot while there is no room")
                        .of(ONE)
                        .given(claimed())
                        .in(here().room(Room.CLOSED).slots(a))
                        .plans(release(a))
                        .because(because(Code.CLOSED, "a")),
                row("the condition comes before the slot")
                        .of(limited(conditional(stage("a"))))
                        .given(claimed())
                        .in(here())
                        .plans(evaluate("a"))
                        .because(because(Code.CONDITION, "a")),
                row("each item has a slot of its own, and all that may execute ask")
                        .of(map)
                        .given(mapped)
                        .in(here())
                        .plans(acquire(item("a", 0)), acquire(item("a", 1)))
                        .because(because(Code.LIMIT, "a")),
                row("whichever gets one executes")
                        .of(map)
                        .given(mapped)
                        .in(here().asked(acquire(item("a", 0))).slots(item("a", 1)))
                        .plans(executeItem("a", 1))
                        .because(because(Code.LIMIT, "a")),
                row("an item at work keeps its slot")
                        .of(map)
                        .given(mapped)
                        .in(here().items(1).asked(acquire(item("a", 0))).slots(item("a", 1)))
                        .plans()
                        .because(because(Code.EXECUTING, "a"), because(Code.LIMIT, "a"))
                        .wakes(30),
                row("what must not happen twice is written down with the slot in hand")
                        .of(external(limited(map(2, stage("a")))))
                        .given(mapped)
                        .in(here().slots(item("a", 0)))
                        .plans(record(itemStarted("a", 0)), acquire(item("a", 1)))
                        .because(because(Code.LIMIT, "a")));
    }

    static Stream<Scenario> all() {
        return limits();
    }
}
