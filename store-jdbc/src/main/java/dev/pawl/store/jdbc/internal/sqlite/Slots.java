// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.SlotRow;
import dev.pawl.spi.SlotWish;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Slots of limits. All rows are of the worker that is in: what others left it removes when it enters. */
final class Slots {

    private static final String WISH = """
            INSERT INTO slot (name, holder, worker, most, priority, held, since) VALUES (?, ?, ?, ?, ?, 0, ?)
            ON CONFLICT (name, holder) DO UPDATE SET most = excluded.most, priority = excluded.priority
            WHERE most <> excluded.most OR priority <> excluded.priority
            """;

    private static final String GIVE_BACK = "DELETE FROM slot WHERE name = ? AND holder = ?";

    static final String NEXT = """
            SELECT holder, most FROM slot WHERE name = ? AND held = 0 ORDER BY priority DESC, place LIMIT 1
            """;

    static final String HAS_ROOM = """
            SELECT count(*) < min(coalesce(min(most), ?2), ?2) FROM slot WHERE name = ?1 AND held = 1
            """;

    private static final String GRANT = "UPDATE slot SET held = 1 WHERE name = ? AND holder = ?";

    private static final String HELD = "SELECT held FROM slot WHERE name = ? AND holder = ?";

    private static final String LIST = """
            SELECT * FROM slot WHERE name = ? AND worker = ? ORDER BY held DESC, priority DESC, place
            """;

    private Slots() {}

    static boolean wish(Session session, SlotWish wish, UUID worker, Instant now) throws SQLException {
        session.bind(WISH)
                .text(wish.limit())
                .text(wish.holder())
                .id(worker)
                .number(wish.most())
                .number(wish.priority())
                .time(now)
                .update();
        grant(session, wish.limit());
        return Boolean.TRUE.equals(
                session.bind(HELD).text(wish.limit()).text(wish.holder()).first(row -> row.getBoolean(1)));
    }

    static boolean giveBack(Session session, SlotWish wish) throws SQLException {
        session.bind(GIVE_BACK).text(wish.limit()).text(wish.holder()).update();
        grant(session, wish.limit());
        return true;
    }

    static List<SlotRow> list(Session session, String limit, @Nullable UUID alive) throws SQLException {
        return session.bind(LIST)
                .text(limit)
                .id(alive)
                .list(row -> new SlotRow(
                        new SlotWish(
                                row.getString("name"),
                                row.getString("holder"),
                                row.getInt("most"),
                                row.getInt("priority")),
                        Columns.idOf(row, "worker"),
                        row.getBoolean("held"),
                        Columns.timeOf(row, "since")));
    }

    private static void grant(Session session, String limit) throws SQLException {
        for (Next next = next(session, limit);
                next != null && hasRoom(session, limit, next);
                next = next(session, limit)) {
            session.bind(GRANT).text(limit).text(next.holder).update();
        }
    }

    private static @Nullable Next next(Session session, String limit) throws SQLException {
        return session.bind(NEXT).text(limit).first(row -> new Next(row.getString("holder"), row.getInt("most")));
    }

    private static boolean hasRoom(Session session, String limit, Next next) throws SQLException {
        return Objects.requireNonNull(
                session.bind(HAS_ROOM).text(limit).number(next.most).first(row -> row.getBoolean(1)));
    }

    private record Next(String holder, int most) {}
}
