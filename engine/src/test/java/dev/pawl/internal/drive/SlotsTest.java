// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may execute beside whom under one name. */
class SlotsTest {

    private final Slots slots = new Slots();
    private final List<String> granted = new ArrayList<>();

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
}
