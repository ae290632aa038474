// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What contracts of limits ask for. */
final class Limits {

    private Limits() {}

    /** One slot is there. */
    static SlotWish one(String holder) {
        return new SlotWish("gpu", holder, 1, 0);
    }

    static boolean wish(WorkerSession session, String holder) {
        return Subject.await(session.wish(one(holder)));
    }

    static List<SlotRow> slots(RunStore store) {
        return Subject.await(store.slots("gpu"));
    }

    static List<String> held(RunStore store) {
        return slots(store).stream()
                .filter(SlotRow::held)
                .map(row -> row.wish().holder())
                .toList();
    }

    /** So many at once. */
    static AdmissionWish most(UUID run, int most) {
        return new AdmissionWish("p", run, most, Integer.MAX_VALUE, Duration.ZERO, false, 0);
    }

    /** The same of a run that began before. */
    static AdmissionWish anew(UUID run, int most) {
        return new AdmissionWish("p", run, most, Integer.MAX_VALUE, Duration.ZERO, true, 0);
    }

    /** So many within a time. */
    static AdmissionWish begins(UUID run, int begins, Duration window) {
        return new AdmissionWish("p", run, Integer.MAX_VALUE, begins, window, false, 0);
    }

    static Admission admit(WorkerSession session, AdmissionWish wish) {
        return Subject.await(session.admit(wish));
    }
}
