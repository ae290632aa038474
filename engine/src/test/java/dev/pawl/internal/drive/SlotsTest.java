// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may execute beside whom under one name. */
class SlotsTest {

    private final Machine machine = new Machine();
    private final SlotTable table = new SlotTable();
    private final SlotTable.Session session = table.session();
    private final Slots slots = new Slots(machine);
    private final List<String> granted = new ArrayList<>();

    @BeforeEach
    void enters() {
        slots.enter(session);
    }

    private Slots.Ticket ask(String stage, int most, int priority) {
        Attempt attempt = new Attempt(new UUID(0, 1), stage, 0, 1);
        return slots.ask(attempt, new Limit("gpu", most), priority, () -> granted.add(stage));
    }

    @Test
    void firstCome() {
        Slots.Ticket a = ask("a", 1, 0);
        Slots.Ticket b = ask("b", 1, 0);
        ask("c", 1, 0);
        assertThat(granted).containsExactly("a");
        slots.release(a);
        slots.release(a);
        assertThat(granted).containsExactly("a", "b");
        slots.release(b);
        assertThat(granted).containsExactly("a", "b", "c");
        assertThat(slots.holders("gpu")).extracting(Attempt::stage).containsExactly("c");
    }

    @Test
    void butForPriorities() {
        Slots.Ticket a = ask("a", 1, 0);
        ask("b", 1, 0);
        ask("urgent", 1, 5);
        slots.release(a);
        assertThat(granted).containsExactly("a", "urgent");
    }

    @Test
    void ofTwoSizesTheSmallerCounts() {
        Slots.Ticket one = ask("one", 1, 0);
        ask("three", 3, 0);
        ask("more", 3, 0);
        assertThat(granted).containsExactly("one");
        slots.release(one);
        assertThat(granted).containsExactly("one", "three", "more");
    }

    @Test
    void whoNoLongerWaitsGetsNone() {
        Slots.Ticket a = ask("a", 1, 0);
        Slots.Ticket b = ask("b", 1, 0);
        slots.release(b);
        slots.release(a);
        assertThat(granted).containsExactly("a");
        assertThat(slots.holds(b)).isFalse();
        assertThat(slots.holders("gpu")).isEmpty();
    }

    // ---- beside other workers

    private Slots other() {
        Slots other = new Slots(machine);
        other.enter(table.session());
        return other;
    }

    private Slots.Ticket ask(Slots by, String stage, int priority) {
        return by.ask(
                new Attempt(new UUID(0, 2), stage, 0, 1), new Limit("gpu", 1), priority, () -> granted.add(stage));
    }

    @Test
    @Tag("B7")
    void whatAnotherWorkerHoldsIsWaitedForAndAskedForEachSecondAndWhereOthersChangedSomething() {
        Slots other = other();
        Slots.Ticket theirs = ask(other, "theirs", 0);
        Slots.Ticket mine = ask("mine", 1, 0);
        ask("behind", 1, 0);
        assertThat(granted).containsExactly("theirs");
        assertThat(slots.holds(mine)).isFalse();
        assertThat(table.statements()).containsExactly("wish theirs", "wish mine");
        machine.tick();
        slots.look();
        assertThat(table.statements()).containsExactly("wish mine", "wish mine");
        assertThat(machine.timers()).isEqualTo(1);
        other.release(theirs);
        slots.look();
        assertThat(slots.holds(mine)).isTrue();
        assertThat(granted).containsExactly("theirs", "mine");
        table.statements();
        machine.tick();
        slots.look();
        other.look();
        assertThat(table.statements()).isEmpty();
        assertThat(machine.timers()).isZero();
    }

    @Test
    @Tag("B7")
    void whoIsNextHereWishesOnceThatIsGivenBack() {
        Slots.Ticket first = ask("first", 1, 0);
        Slots.Ticket next = ask("next", 1, 0);
        session.hold();
        table.statements();
        slots.release(first);
        assertThat(table.statements()).containsExactly("give back first");
        session.land();
        assertThat(table.statements()).containsExactly("wish next");
        assertThat(slots.holds(next)).isFalse();
        session.land();
        assertThat(slots.holds(next)).isTrue();
        assertThat(machine.timers()).isZero();
    }

    @Test
    @Tag("B7")
    void asManyWaitForSlotsOnTheirWayBackAsThereAreOfThemAndOthersForNone() {
        Slots.Ticket first = ask("first", 3, 0);
        ask("beside", 3, 0);
        session.hold();
        table.statements();
        slots.release(first);
        ask("next", 3, 0);
        ask("last", 3, 0);
        assertThat(table.statements()).containsExactly("give back first", "wish last");
        session.land();
        assertThat(table.statements()).containsExactly("wish next");
        session.land();
        session.land();
        assertThat(granted).containsExactly("first", "beside", "last", "next");
    }

    @Test
    @Tag("B7")
    void oneOfHigherPriorityTakesTheTurnOfOneThatHasNoSlotYetAndNotOfOneThatHas() {
        Slots other = other();
        Slots.Ticket theirs = ask(other, "theirs", 0);
        ask("plain", 1, 0);
        Slots.Ticket urgent = ask("urgent", 1, 5);
        other.release(theirs);
        machine.tick();
        assertThat(granted).containsExactly("theirs", "urgent");
        ask("more", 1, 9);
        assertThat(slots.holds(urgent)).isTrue();
        slots.release(urgent);
        assertThat(granted).containsExactly("theirs", "urgent", "more");
        assertThat(table.held()).containsExactly("more");
        assertThat(table.size()).as("none is left behind").isEqualTo(1);
    }

    @Test
    @Tag("S4")
    void whatIsNoLongerWantedIsGivenBackOnlyOnceItsWishWasAnswered() {
        session.hold();
        Slots.Ticket hasty = ask("hasty", 1, 0);
        slots.release(hasty);
        assertThat(table.statements()).containsExactly("wish hasty");
        session.land();
        assertThat(table.held()).containsExactly("hasty");
        assertThat(granted).isEmpty();
        assertThat(table.statements()).containsExactly("give back hasty");
        session.land();
        assertThat(table.size()).isZero();
    }

    @Test
    @Tag("S4")
    void aGiveBackThatFailedIsRepeatedAndTakesNothingFromTheSameAttempt() {
        Slots.Ticket first = ask("a", 1, 0);
        session.fail(true);
        slots.release(first);
        session.fail(false);
        Slots.Ticket again = ask("a", 1, 0);
        machine.tick();
        machine.tick();
        assertThat(slots.holds(again)).isTrue();
        assertThat(table.held()).containsExactly("a");
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    @Tag("S4")
    void whatMayHaveLandedUnheardIsGivenBackOnceMoreWhenNoStatementCanBeOnItsWay() {
        session.fail(true);
        Slots.Ticket lost = ask("lost", 1, 0);
        session.fail(false);
        slots.release(lost);
        table.statements();
        machine.tick();
        assertThat(table.statements()).containsExactly("give back lost");
        machine.tick();
        assertThat(table.statements()).isEmpty();
    }

    @Test
    @Tag("S5")
    void whoEntersAnewHoldsNothingUntilTheNewWorkerDoes() {
        Slots.Ticket mine = ask("mine", 1, 0);
        table.bury(session);
        Slots other = other();
        Slots.Ticket theirs = ask(other, "theirs", 0);
        slots.leave(session);
        assertThat(slots.holds(mine)).isFalse();
        Slots.Ticket behind = ask("behind", 1, 0);
        slots.enter(table.session());
        assertThat(slots.holds(mine)).isFalse();
        other.release(theirs);
        machine.tick();
        assertThat(slots.holds(mine)).as("its code may be at work still").isTrue();
        slots.release(mine);
        assertThat(slots.holds(behind)).isTrue();
        assertThat(table.held()).containsExactly("behind");
    }

    @Test
    @Tag("S5")
    void anAnswerToTheDeadWorkerGrantsNothing() {
        session.hold();
        Slots.Ticket mine = ask("mine", 1, 0);
        SlotTable.Session next = table.session();
        next.hold();
        slots.enter(next);
        session.land();
        assertThat(slots.holds(mine)).isFalse();
    }

    @Test
    @Tag("S4")
    void whileTheDatabaseDoesNotAnswerItIsAskedAgain() {
        session.fail(true);
        Slots.Ticket mine = ask("mine", 1, 0);
        machine.tick();
        assertThat(slots.holds(mine)).isFalse();
        session.fail(false);
        machine.tick();
        assertThat(slots.holds(mine)).isTrue();
    }
}
