// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers of a {@link FakeDatabase}, which guards it: one at a time by one lock, or many with a lock and a lease each. */
final class FakeWorkers {

    private final Map<UUID, Member> members =
            new TreeMap<>(Comparator.comparing(UUID::toString).reversed());
    private final boolean many;
    private int start = 1;

    FakeWorkers(boolean many) {
        this.many = many;
    }

    /** Lets the worker in, and is null; or the one that is in already. */
    @Nullable
    WorkerInfo enter(WorkerInfo worker, Duration lease, Instant now) {
        WorkerInfo holder = many
                ? null
                : members.values().stream()
                        .filter(this::isAlive)
                        .map(member -> member.worker)
                        .findAny()
                        .orElse(null);
        if (holder == null) {
            members.put(worker.id(), new Member(worker, lease, now.plus(lease), start));
        }
        return holder;
    }

    Renewal renew(UUID worker, Instant now) {
        Member member = members.get(worker);
        if (member == null || !isAlive(member)) {
            return new Renewal.Gone();
        }
        member.leaseUntil = now.plus(member.lease);
        member.held = true;
        member.start = start;
        return new Renewal.Renewed(now, member.leaseUntil);
    }

    void leave(UUID worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.held = false;
            member.dead = true;
        }
    }

    /** Its connection ends. */
    void loseLock(UUID worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.held = false;
        }
    }

    void restart() {
        start++;
        members.values().forEach(member -> member.held = false);
    }

    boolean bury(UUID worker, Instant seenLeaseUntil) {
        Member member = members.get(worker);
        if (!many || member == null || member.dead || !member.leaseUntil.equals(seenLeaseUntil)) {
            return false;
        }
        leave(worker);
        return true;
    }

    void pulse(UUID worker, byte[] pulse) {
        Member member = members.get(worker);
        if (member != null) {
            member.pulse = pulse;
        }
    }

    void drain(UUID worker) {
        Member member = members.get(worker);
        if (member != null) {
            member.drained = true;
        }
    }

    List<WorkerRow> rows() {
        return members.values().stream()
                .map(member -> new WorkerRow(member.worker, isAlive(member), member.drained, member.pulse))
                .toList();
    }

    List<Sighting> sightings() {
        return members.values().stream()
                .filter(this::isAlive)
                .map(member -> new Sighting(member.worker, member.lease, member.leaseUntil, lock(member)))
                .toList();
    }

    private Lock lock(Member member) {
        return member.held ? Lock.HELD : member.start == start ? Lock.FREE : Lock.UNKNOWN;
    }

    boolean isAlive(UUID worker) {
        Member member = members.get(worker);
        return member != null && isAlive(member);
    }

    private boolean isAlive(Member member) {
        return !member.dead && (many || member.held);
    }

    private static final class Member {

        private final WorkerInfo worker;
        private final Duration lease;
        private Instant leaseUntil;
        /** The start of the database in which it last had its lock. */
        private int start;

        private boolean held = true;
        private boolean dead;
        private boolean drained;
        private byte @Nullable [] pulse;

        Member(WorkerInfo worker, Duration lease, Instant leaseUntil, int start) {
            this.worker = worker;
            this.lease = lease;
            this.leaseUntil = leaseUntil;
            this.start = start;
        }
    }
}
