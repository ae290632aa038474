// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which runs may begin in a {@link FakeDatabase}, which guards it. */
final class FakeAdmissions {

    private final Map<UUID, RunRow> rows;
    private final Predicate<UUID> lives;
    private final List<Place> places = new ArrayList<>();
    private final Map<UUID, Begin> begins = new HashMap<>();

    FakeAdmissions(Map<UUID, RunRow> rows, Predicate<UUID> lives) {
        this.rows = rows;
        this.lives = lives;
    }

    Admission admit(AdmissionWish wish, UUID worker, Instant now) {
        RunRow row = rows.get(wish.run());
        if (row != null && (!row.active() || counts(row))) {
            return new Admission.Admitted();
        }
        Set<UUID> running = running(wish.pipeline());
        boolean isNew = !running.contains(wish.run());
        boolean hasBegin = isNew && !wish.anew() && wish.begins() < Integer.MAX_VALUE;
        if (!lives.test(worker) || (isNew && running.size() >= wish.most())) {
            return new Admission.Full(running.size());
        }
        Instant again = hasBegin ? again(wish, now) : null;
        if (again != null) {
            return new Admission.TooSoon(again);
        }
        int epoch = epoch(wish.run());
        Place place =
                new Place(wish.pipeline(), wish.run(), worker, epoch, Math.max(wish.ticket(), ticket(wish, worker)));
        places.removeIf(known -> known.isOf(wish.run(), worker));
        places.add(place);
        if (hasBegin) {
            begins.put(wish.run(), new Begin(wish.pipeline(), wish.run(), place.epoch, now));
        }
        return new Admission.Admitted();
    }

    /** Where the run was claimed since it began, it has begun. */
    void dismiss(String pipeline, UUID run, UUID worker, long ticket) {
        places.removeIf(place -> place.isOf(run, worker) && place.ticket <= ticket);
        RunRow row = rows.get(run);
        Begin begin = begins.get(run);
        if (begin != null
                && begin.epoch == epoch(run)
                && (row == null || !counts(row))
                && !running(pipeline).contains(run)) {
            begins.remove(run);
        }
    }

    private long ticket(AdmissionWish wish, UUID worker) {
        return places.stream()
                .filter(place -> place.isOf(wish.run(), worker))
                .mapToLong(Place::ticket)
                .max()
                .orElse(wish.ticket());
    }

    private Set<UUID> running(String pipeline) {
        places.removeIf(this::isOver);
        Set<UUID> running = new HashSet<>();
        rows.values().stream()
                .filter(row -> row.pipeline().equals(pipeline) && counts(row))
                .forEach(row -> running.add(row.id()));
        places.stream().filter(place -> place.pipeline.equals(pipeline)).forEach(place -> running.add(place.run));
        return running;
    }

    /** The run was claimed since, or never will be by this worker. */
    private boolean isOver(Place place) {
        RunRow row = rows.get(place.run);
        return !lives.test(place.worker)
                || (row != null && (!row.active() || counts(row) || row.epoch() != place.epoch));
    }

    /** When the window has room, where it has none. */
    private @Nullable Instant again(AdmissionWish wish, Instant now) {
        Instant from = now.minus(wish.window());
        begins.values().removeIf(begin -> begin.pipeline.equals(wish.pipeline()) && !begin.at.isAfter(from));
        return begins.values().stream()
                .filter(begin -> begin.pipeline.equals(wish.pipeline()) && !begin.run.equals(wish.run()))
                .map(begin -> begin.at)
                .sorted(Comparator.reverseOrder())
                .skip(wish.begins() - 1L)
                .findFirst()
                .map(at -> at.plus(wish.window()))
                .orElse(null);
    }

    private int epoch(UUID run) {
        RunRow row = rows.get(run);
        return row == null ? 0 : row.epoch();
    }

    private static boolean counts(RunRow row) {
        return row.active() && row.owner() != null && row.status() != RunStatus.WAITING;
    }

    /**
     * A run that is counted though its row does not say so yet.
     *
     * @param epoch in which it was admitted: by its claim it gets another
     */
    private record Place(String pipeline, UUID run, UUID worker, int epoch, long ticket) {

        boolean isOf(UUID someRun, UUID someWorker) {
            return run.equals(someRun) && worker.equals(someWorker);
        }
    }

    private record Begin(String pipeline, UUID run, int epoch, Instant at) {}
}
