// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Slots of limits: functions of the database decide, in one statement each. */
final class PgSlots {

    private static final String WISH = "SELECT pawl.wish(?, ?, ?, ?, ?, ?)";

    private static final String GIVE_BACK = "SELECT pawl.give_back(?, ?, ?, ?)::text";

    static final String LIST = """
            SELECT s.* FROM pawl.slot s JOIN pawl.worker w ON w.id = s.worker
            WHERE s.name = ? AND w.dead_at IS NULL ORDER BY s.held DESC, s.priority DESC, s.place
            """;

    private PgSlots() {}

    /**
     * Wishes.
     *
     * @param handle who it is that tells others
     */
    static boolean wish(PgSession session, SlotWish wish, UUID worker, String handle) throws SQLException {
        return Boolean.TRUE.equals(session.bind(WISH)
                .text(wish.limit())
                .text(wish.holder())
                .id(worker)
                .integer(wish.most())
                .integer(wish.priority())
                .text(handle)
                .first(row -> row.getBoolean(1)));
    }

    static boolean giveBack(PgSession session, SlotWish wish, UUID worker, String handle) throws SQLException {
        session.bind(GIVE_BACK)
                .text(wish.limit())
                .text(wish.holder())
                .id(worker)
                .text(handle)
                .first(row -> row.getString(1));
        return true;
    }

    static List<SlotRow> list(PgSession session, String limit) throws SQLException {
        return session.bind(LIST)
                .text(limit)
                .list(row -> new SlotRow(
                        new SlotWish(
                                row.getString("name"),
                                row.getString("holder"),
                                row.getInt("most"),
                                row.getInt("priority")),
                        PgColumns.idOf(row, "worker"),
                        row.getBoolean("held"),
                        PgColumns.timeOf(row, "since")));
    }
}
