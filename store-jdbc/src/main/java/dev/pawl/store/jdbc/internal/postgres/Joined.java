// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.store.jdbc.internal.sql.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An append in the transaction of somebody else: what fails is undone by itself, and all else that transaction did stays. */
final class Joined {

    private Joined() {}

    static AppendOutcome append(Connection transaction, Append append, Writer writer) throws SQLException {
        String problem = Limits.problem(append);
        if (problem != null) {
            return new AppendOutcome.Unstorable(problem);
        }
        List<Append> alone = List.of(append);
        Outcomes outcomes = new Outcomes(alone);
        try (PgSession session = new PgSession(transaction, () -> {})) {
            Savepoint before = transaction.getAutoCommit() ? null : transaction.setSavepoint();
            try {
                outcomes.landed(alone, new Batch(alone).send(session, writer, true));
                if (before != null) {
                    transaction.releaseSavepoint(before);
                }
            } catch (SQLException e) {
                undo(transaction, before, e);
                if (PgFailures.isOfTheKey(e)) {
                    if (!Keys.settle(session, alone, outcomes)) {
                        throw e;
                    }
                } else if (PgFailures.isOfTheRow(e)) {
                    outcomes.put(append, new AppendOutcome.Unstorable("the database refuses it: " + e.getMessage()));
                } else {
                    throw e;
                }
            }
            return outcomes.all().getFirst();
        }
    }

    private static void undo(Connection transaction, @Nullable Savepoint before, SQLException e) {
        if (before != null) {
            try {
                transaction.rollback(before);
            } catch (SQLException over) {
                e.addSuppressed(over);
            }
        }
    }
}
