// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Which runs may begin: functions of the database decide, in one statement each. */
final class PgAdmissions {

    private static final String ADMIT = "SELECT running, again FROM pawl.admit(?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String DISMISS = "SELECT pawl.dismiss(?, ?, ?, ?)::text";

    private PgAdmissions() {}

    static Admission admit(PgSession session, AdmissionWish wish, UUID worker) throws SQLException {
        return Objects.requireNonNull(session.bind(ADMIT)
                .text(wish.pipeline())
                .id(wish.run())
                .id(worker)
                .integer(wish.most())
                .integer(wish.begins())
                .number(wish.window().toNanos() / 1000)
                .flag(wish.anew())
                .number(wish.ticket())
                .first(PgAdmissions::read));
    }

    private static Admission read(ResultSet row) throws SQLException {
        int running = row.getInt("running");
        if (!row.wasNull()) {
            return new Admission.Full(running);
        }
        Instant again = PgColumns.time(row, "again");
        return again == null ? new Admission.Admitted() : new Admission.TooSoon(again);
    }

    static boolean dismiss(PgSession session, String pipeline, UUID run, UUID worker, long ticket) throws SQLException {
        session.bind(DISMISS).text(pipeline).id(run).id(worker).number(ticket).first(row -> row.getString(1));
        return true;
    }
}
