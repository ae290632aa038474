// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which runs may begin. All admissions are of the worker that is in: what others left it removes when it enters. */
final class Admissions {

    /** What is owned and runs (1) or is being stopped (3). */
    private static final String COUNTS = "owner IS NOT NULL AND status IN (1, 3)";

    private static final String STATE = "SELECT epoch, active = 0 OR (" + COUNTS + ") AS settled FROM run WHERE id = ?";

    /** By its claim a run gets another epoch. */
    private static final String FORGET = """
            DELETE FROM admission WHERE pipeline = ? AND EXISTS (SELECT 1 FROM run
              WHERE run.id = admission.run_id AND (active = 0 OR run.epoch <> admission.epoch OR (%s)))
            """.formatted(COUNTS);

    private static final String ADMITTED = "SELECT 1 FROM admission WHERE pipeline = ? AND run_id = ?";

    /** All that run, of any pipeline, are few; those of a pipeline are among all it ever had. */
    static final String RUNNING = """
            SELECT (SELECT count(*) FROM run INDEXED BY run_status WHERE %s AND pipeline = ?1)
              + (SELECT count(*) FROM admission WHERE pipeline = ?1)
            """.formatted(COUNTS);

    private static final String SLIDE = "DELETE FROM run_begin WHERE pipeline = ? AND at <= ?";

    static final String FIRST = """
            SELECT at FROM run_begin WHERE pipeline = ? AND run_id <> ? ORDER BY at DESC LIMIT 1 OFFSET ?
            """;

    private static final String ADMIT = """
            INSERT INTO admission (pipeline, run_id, epoch, ticket) VALUES (?, ?, ?, ?)
            ON CONFLICT (pipeline, run_id) DO UPDATE SET epoch = excluded.epoch, ticket = max(ticket, excluded.ticket)
            """;

    private static final String BEGIN = """
            INSERT INTO run_begin (run_id, pipeline, epoch, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (run_id) DO UPDATE SET pipeline = excluded.pipeline, epoch = excluded.epoch, at = excluded.at
            """;

    private static final String DISMISS = "DELETE FROM admission WHERE pipeline = ? AND run_id = ? AND ticket <= ?";

    private static final String NOT_BEGUN = """
            DELETE FROM run_begin WHERE run_id = ?1 AND epoch = coalesce((SELECT epoch FROM run WHERE id = ?1), 0)
              AND NOT EXISTS (SELECT 1 FROM run WHERE id = ?1 AND %s)
              AND NOT EXISTS (SELECT 1 FROM admission WHERE run_id = ?1)
            """.formatted(COUNTS);

    private Admissions() {}

    /**
     * Decides, and counts what is admitted.
     *
     * @param lives whether who asks is the worker that is in
     */
    static Admission admit(Session session, AdmissionWish wish, boolean lives, Instant now) throws SQLException {
        State state = state(session, wish.run());
        if (state.settled) {
            return new Admission.Admitted();
        }
        session.bind(FORGET).text(wish.pipeline()).update();
        boolean already =
                session.bind(ADMITTED).text(wish.pipeline()).id(wish.run()).first(row -> row.getInt(1)) != null;
        if (!lives || (!already && wish.most() < Integer.MAX_VALUE)) {
            int running = Objects.requireNonNull(
                    session.bind(RUNNING).text(wish.pipeline()).first(row -> row.getInt(1)));
            if (!lives || running >= wish.most()) {
                return new Admission.Full(running);
            }
        }
        boolean begins = !already && !wish.anew() && wish.begins() < Integer.MAX_VALUE;
        Instant again = begins ? again(session, wish, now) : null;
        if (again != null) {
            return new Admission.TooSoon(again);
        }
        session.bind(ADMIT)
                .text(wish.pipeline())
                .id(wish.run())
                .number(state.epoch)
                .number(wish.ticket())
                .update();
        if (begins) {
            session.bind(BEGIN)
                    .id(wish.run())
                    .text(wish.pipeline())
                    .number(state.epoch)
                    .time(now)
                    .update();
        }
        return new Admission.Admitted();
    }

    private static State state(Session session, UUID run) throws SQLException {
        State state =
                session.bind(STATE).id(run).first(row -> new State(row.getInt("epoch"), row.getBoolean("settled")));
        return state == null ? new State(0, false) : state;
    }

    /** When the window has room, where it has none. */
    private static @Nullable Instant again(Session session, AdmissionWish wish, Instant now) throws SQLException {
        session.bind(SLIDE).text(wish.pipeline()).time(now.minus(wish.window())).update();
        Instant first = session.bind(FIRST)
                .text(wish.pipeline())
                .id(wish.run())
                .number(wish.begins() - 1L)
                .first(row -> Columns.timeOf(row, "at"));
        return first == null ? null : first.plus(wish.window());
    }

    static boolean dismiss(Session session, String pipeline, UUID run, long ticket) throws SQLException {
        session.bind(DISMISS).text(pipeline).id(run).number(ticket).update();
        session.bind(NOT_BEGUN).id(run).update();
        return true;
    }

    private record State(int epoch, boolean settled) {}
}
