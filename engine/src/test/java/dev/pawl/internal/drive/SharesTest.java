// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Reason;
import dev.pawl.core.World.Room;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run asked for and no longer wants holds nobody back. */
@Tag("S1")
class SharesTest {

    private static final UUID RUN = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final Rooms rooms = new Rooms(() -> 0, () -> true);
    private final Shares shares = new Shares(RUN, new Slots(new Machine()), rooms, () -> {});

    @Test
    void aSuspectThatIsPutBackWhileItWaitsWaitsNoMore() {
        rooms.begin(OTHER);
        rooms.ask(RUN);
        shares.leaveUnwanted(List.of(new Reason(Reason.Code.SUSPECT, "a", null)));
        assertThat(rooms.asked(RUN)).isTrue();
        shares.leaveUnwanted(List.of(new Reason(Reason.Code.HELD, "a", null)));
        assertThat(rooms.asked(RUN)).isFalse();
        rooms.ended(OTHER);
        assertThat(rooms.of(RUN)).isEqualTo(Room.SHARED);
    }

    @Test
    void oneThatIsAloneStaysSo() {
        rooms.ask(RUN);
        shares.leaveUnwanted(List.of());
        assertThat(rooms.of(RUN)).isEqualTo(Room.ALONE);
    }

    /** Of two drivers that would drive a run, the one that was slower is never told, and the other always. */
    @Test
    void whoOnlyWouldDriveIsNotTold() {
        boolean[] told = new boolean[2];
        Shares first = new Shares(RUN, new Slots(new Machine()), rooms, () -> told[0] = true);
        first.enter();
        Shares slower = new Shares(RUN, new Slots(new Machine()), rooms, () -> told[1] = true);
        assertThat(slower.rooms()).isSameAs(rooms);
        rooms.ask(RUN);
        assertThat(told).containsExactly(true, false);
    }
}
