// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The worker that asks, in the words of the rows. */
record Here(
        UUID worker,
        List<World.Executing> executing,
        long acked,
        long ahead,
        boolean drains,
        Set<Action> asked,
        Set<Attempt> slots,
        Room room,
        @Nullable Instant judgeFrom) {

    static final Here PLAIN =
            new Here(Words.A, List.of(), Long.MAX_VALUE, Long.MAX_VALUE, false, Set.of(), Set.of(), Room.SHARED, null);

    Here in(UUID other) {
        return new Here(other, executing, acked, ahead, drains, asked, slots, room, judgeFrom);
    }

    Here running(String stage) {
        return with(Words.attempt(stage), 1, Phase.RUNNING, 0);
    }

    Here finished(String stage) {
        return with(Words.attempt(stage), 1, Phase.FINISHED, 0);
    }

    Here stopping(String stage) {
        return with(Words.attempt(stage), 1, Phase.STOPPING, 0);
    }

    Here abandoned(String stage) {
        return with(Words.attempt(stage), 1, Phase.ABANDONED, 0);
    }

    Here with(Attempt attempt, int epoch, Phase phase, long since) {
        return with(new World.Executing(attempt, epoch, phase, Words.at(since), null));
    }

    /** The stage runs since time zero, and gave a sign of life then. */
    Here alive(String stage, long lastSign) {
        return with(new World.Executing(Words.attempt(stage), 1, Phase.RUNNING, Words.ZERO, Words.at(lastSign)));
    }

    /** The items of stage a are at work. */
    Here items(int... items) {
        Here more = this;
        for (int item : items) {
            more = more.with(Kinds.item("a", item), 1, Phase.RUNNING, 0);
        }
        return more;
    }

    Here with(World.Executing one) {
        List<World.Executing> more = new ArrayList<>(executing);
        more.add(one);
        return new Here(worker, more, acked, ahead, drains, asked, slots, room, judgeFrom);
    }

    /** That many events are durable, and that many on their way for stages that may run ahead. */
    Here acked(long durable, long onTheWay) {
        return new Here(worker, executing, durable, onTheWay, drains, asked, slots, room, judgeFrom);
    }

    Here draining() {
        return new Here(worker, executing, acked, ahead, true, asked, slots, room, judgeFrom);
    }

    Here asked(Action... actions) {
        Set<Action> all = new LinkedHashSet<>(List.of(actions));
        return new Here(worker, executing, acked, ahead, drains, all, slots, room, judgeFrom);
    }

    Here slots(Attempt... attempts) {
        Set<Attempt> all = new LinkedHashSet<>(List.of(attempts));
        return new Here(worker, executing, acked, ahead, drains, asked, all, room, judgeFrom);
    }

    Here room(Room other) {
        return new Here(worker, executing, acked, ahead, drains, asked, slots, other, judgeFrom);
    }

    Here judgedFrom(long seconds) {
        return new Here(worker, executing, acked, ahead, drains, asked, slots, room, Words.at(seconds));
    }

    World world() {
        return new World(worker, executing, acked, ahead, drains, asked, slots, room, judgeFrom);
    }
}
