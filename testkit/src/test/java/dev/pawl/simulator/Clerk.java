// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.Pipeline;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.internal.schedule.Timetable;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A worker that makes the runs of schedules and does nothing else, so that a year of it is soon over. */
final class Clerk {

    private static final Content NOTHING = new Content("0".repeat(64), 2);

    private final Machine machine;
    private final SimStore store;
    private final Timetable timetable;

    Clerk(Machine machine, SimStore store, Pipelines pipelines) {
        this.machine = machine;
        this.store = store;
        this.timetable = new Timetable(machine, store, this::make, () -> List.copyOf(pipelines.all()), () -> false);
    }

    void start() {
        machine.spawn(0, timetable::look);
    }

    private boolean make(Pipeline<?> pipeline, UUID id, Instant at) {
        Command create =
                new Command.Create(NOTHING, NOTHING, null, null, Map.of("scheduled", at.toString()), Queueing.NONE);
        Run run = Replay.none(id).run();
        List<Event> events = switch (Decider.accept(pipeline.spec(), run, create, machine.now())) {
            case Command.Accepted accepted -> accepted.events();
            case Command.Rejected rejected -> throw new AssertionError(rejected.problem());
        };
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        Instant now = events.getLast().at();
        Append append = new Append(
                id,
                0,
                null,
                machine.newId(),
                run.epoch(),
                now,
                new Body(events, Map.of()).encode(now, run.epoch()),
                Rows.project(run, 0),
                List.of());
        return StoreException.join(store.append(List.of(append))).getFirst() instanceof AppendOutcome.Won;
    }
}
