// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Event;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be wrong with an engine or a store like these: planted where the two meet, each is to be found. */
enum Bug {
    /** None. */
    NONE,
    /** What a worker writes that lost its run is accepted. */
    FENCE_OFF,
    /** An entry is written behind whatever is there. */
    PREDECESSOR_UNCHECKED,
    /** A worker reckons its lease longer than it is. */
    LEASE_WITHOUT_MARGIN,
    /** A run is claimed from whoever has it. */
    CLAIM_WITHOUT_CHECK,
    /** An append that lost counts as written. */
    CONFLICT_TAKEN_FOR_SUCCESS,
    /** Whether an append was written is decided by reading. */
    READ_AFTER_LOST_ACKNOWLEDGEMENT,
    /** An append that is there already counts as lost. */
    OWN_RETRY_TAKEN_FOR_LOSS,
    /** An external attempt that was interrupted is executed again unasked. */
    DOUBT_REPEATED,
    /** Whose lock is free is dead. */
    FREE_LOCK_TAKEN_FOR_DEATH,
    /** A run follows another definition than its own. */
    STALE_DEFINITION,
    /** What was decided is written after a person's command that it did not know of. */
    DECISION_KEPT,
    /** The key of a run is free before the run has ended. */
    KEY_FREED_EARLY,
    /** Whoever wishes for a slot holds it. */
    SLOT_FOR_ALL,
    /** Whatever would begin may. */
    ALL_ADMITTED;

    /** What is sent instead. */
    Append sent(Append append) {
        RunRow row = append.row();
        if (this != KEY_FREED_EARLY || row == null || !row.holdsKey() || row.epoch() == 0) {
            return append;
        }
        RunRow freed = new RunRow(
                row.id(),
                row.number(),
                row.pipeline(),
                row.version(),
                row.key(),
                row.status(),
                row.active(),
                false,
                row.owner(),
                row.epoch(),
                row.user(),
                row.degraded(),
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                row.priority(),
                row.notBefore());
        return new Append(
                append.run(),
                append.base(),
                append.baseAppendId(),
                append.appendId(),
                append.epoch(),
                append.at(),
                append.body(),
                freed,
                append.dropCheckpoints(),
                append.own());
    }

    /** What a database with this bug says where one without says that. */
    AppendOutcome instead(AppendOutcome outcome, boolean again, long number) {
        return switch (this) {
            case CONFLICT_TAKEN_FOR_SUCCESS ->
                outcome instanceof AppendOutcome.Lost ? new AppendOutcome.Won(number) : outcome;
            case OWN_RETRY_TAKEN_FOR_LOSS -> again ? new AppendOutcome.Lost() : outcome;
            default -> outcome;
        };
    }

    /** What is written instead of an append that lost, or null. */
    @Nullable
    Append behind(Append append, List<Entry> journal) {
        if (journal.size() <= append.base()
                || journal.get(append.base()).appendId().equals(append.appendId())) {
            return null;
        }
        List<Event> between = new ArrayList<>();
        journal.subList(append.base(), journal.size())
                .forEach(entry -> between.addAll(Replay.story(entry).events()));
        boolean claimed = between.stream().anyMatch(Event.Claimed.class::isInstance);
        boolean written = switch (this) {
            case FENCE_OFF -> claimed;
            case PREDECESSOR_UNCHECKED -> true;
            case DECISION_KEPT -> !claimed;
            default -> false;
        };
        Entry last = journal.getLast();
        return !written
                ? null
                : new Append(
                        append.run(),
                        last.seq(),
                        last.appendId(),
                        append.appendId(),
                        append.epoch(),
                        append.at(),
                        append.body(),
                        append.row(),
                        append.dropCheckpoints(),
                        append.own());
    }

    List<WorkerRow> seen(List<WorkerRow> rows, @Nullable UUID me) {
        return this != CLAIM_WITHOUT_CHECK
                ? rows
                : rows.stream()
                        .map(row ->
                                new WorkerRow(row.worker(), row.worker().id().equals(me), row.drained(), row.pulse()))
                        .toList();
    }

    Renewal seen(Renewal renewal) {
        return this == LEASE_WITHOUT_MARGIN && renewal instanceof Renewal.Renewed renewed
                ? new Renewal.Renewed(
                        renewed.now(),
                        renewed.now()
                                .plus(Duration.between(renewed.now(), renewed.until())
                                        .multipliedBy(4)))
                : renewal;
    }

    Sightings seen(Sightings look) {
        if (this != FREE_LOCK_TAKEN_FOR_DEATH) {
            return look;
        }
        List<Sighting> free = look.workers().stream()
                .filter(worker -> worker.lock() != Lock.HELD)
                .toList();
        return new Sightings(look.observer(), look.now().plus(Duration.ofHours(1)), Instant.EPOCH, free);
    }
}
