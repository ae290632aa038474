// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The limit W7 is measured against: rows of the size of a journal entry, inserted into a table with the journal's unique index
 * by one thread that does nothing else, a thousand in a transaction, each transaction synchronised to disk.
 */
final class BareInsert {

    private static final int BATCH = 1000;
    private static final byte[] BODY = new byte[470];

    private BareInsert() {}

    static double rowsPerSecond(Path database, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute(
                    "CREATE TABLE row (run_id BLOB, seq INTEGER, append_id BLOB, epoch INTEGER, at INTEGER, body BLOB)");
            statement.execute("CREATE UNIQUE INDEX row_place ON row (run_id, seq)");
            ThreadLocalRandom.current().nextBytes(BODY);
            long begin = System.nanoTime();
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO row VALUES (?, ?, ?, 1, ?, ?)")) {
                for (int done = 0; done < rows; done += BATCH) {
                    transaction(statement, insert, done);
                }
            }
            return rows * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static void transaction(Statement statement, PreparedStatement insert, int first) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        for (int i = first; i < first + BATCH; i++) {
            insert.setBytes(1, id(i / TenStages.STAGES));
            insert.setInt(2, i % TenStages.STAGES);
            insert.setBytes(3, bytes(UUID.randomUUID()));
            insert.setLong(4, i);
            insert.setBytes(5, BODY);
            insert.addBatch();
        }
        insert.executeBatch();
        statement.execute("COMMIT");
    }

    /** In the order of time, as the ids of runs are. */
    private static byte[] id(long n) {
        return bytes(new UUID(n << 16, n));
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
