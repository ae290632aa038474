// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Keeper.Deletion;
import dev.pawl.spi.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a deletion reads does not grow with the deletions before it. */
@Timeout(120)
@Tag("C12")
class PgDeletionsTest {

    private static final int RUNS = 600;

    private static final String READ = """
            SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) FROM pg_stat_user_tables
            WHERE schemaname = 'pawl' AND relname IN ('deletion', 'run_event', 'run')
            """;

    private static final String WAITS =
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%run_event%'";

    private final String database = Server.shared().empty();

    private PostgresStore open() {
        return PostgresStore.open(database);
    }

    private static List<UUID> fill(String database, int runs) {
        Server.run(database, """
                INSERT INTO pawl.run (id, pipeline, version, status, active, holds_key, epoch, degraded, labels, created_at,
                  finished_at, priority)
                SELECT ('0199' || lpad(to_hex(i), 8, '0') || '70008000000000000000')::uuid, 'p', 1, 4, false, false, 1, false, '{}',
                  now(), now(), 0
                FROM generate_series(1, %d) i;
                INSERT INTO pawl.run_event
                SELECT id, seq, gen_random_uuid(), 1, now(), '' FROM pawl.run, generate_series(1, 5) seq
                """.formatted(runs));
        return Server.list(database, "SELECT id FROM pawl.run ORDER BY id").stream()
                .map(UUID::fromString)
                .toList();
    }

    @Test
    void aDeletionReadsNothingOfThoseBefore() {
        open().close();
        List<UUID> runs = fill(database, RUNS);
        long before = Long.parseLong(Server.list(database, READ).getFirst());
        try (PostgresStore store = open()) { // whose connections say what they did once they are closed
            for (UUID run : runs) {
                assertThat(store.keeper().delete(run)).isEqualTo(Deletion.DELETED);
            }
            store.keeper().finish();
            assertThat(store.check()).isEmpty();
        }
        assertThat(Server.list(database, "SELECT count(*) FROM pawl.deletion")).containsExactly("" + RUNS);
        long read = Long.parseLong(Server.list(database, READ).getFirst()) - before;
        assertThat(read).as("rows").isBetween(5L * RUNS, 40L * RUNS);
    }

    @Test
    void whatIsOverIsForgottenAndARunThatWasMadeAgainStays() {
        open().close();
        List<UUID> runs = fill(database, 3);
        try (PostgresStore store = open()) {
            runs.forEach(store.keeper()::delete);
            Server.run(database, "DELETE FROM pawl.run_event WHERE seq < 6"); // as it was before step 8
            Runs.append(store, Runs.create(runs.getFirst(), "k", null));
            assertThat(store.check()).singleElement().asString().contains("has 2 entries from 1 to 6");
            Server.run(database, "UPDATE pawl.deletion SET at = at - interval '2 minutes'");
            store.keeper().finish();
            assertThat(Server.list(database, "SELECT run_id FROM pawl.deletion"))
                    .isEmpty();
            assertThat(Server.list(database, "SELECT run_id || ' ' || seq FROM pawl.run_event"))
                    .containsExactly(runs.getFirst() + " 1");
            assertThat(StoreException.join(store.read(runs.getFirst(), 0, 10))).hasSize(1);
            assertThat(store.check()).isEmpty();
        }
    }

    /** It had seen the entry before its own, and waits for the place of its own, which somebody else's entry had. */
    @Test
    @Tag("S3")
    void anAppendThatComesLateToARunThatIsBeingDeletedLoses() throws Exception {
        open().close();
        UUID run = fill(database, 1).getFirst();
        UUID third = UUID.fromString(Server.list(database, "SELECT append_id FROM pawl.run_event WHERE seq = 3")
                .getFirst());
        try (PostgresStore store = open();
                Connection deleting = DriverManager.getConnection(database)) {
            deleting.setAutoCommit(false);
            try (var call = deleting.prepareStatement("SELECT pawl.begin_deletion(?, 5000)")) {
                call.setObject(1, run);
                call.executeQuery();
            }
            Append late = Runs.after(run, 3, third);
            CompletableFuture<List<AppendOutcome>> outcome = store.append(List.of(late));
            while (Server.list(database, WAITS).isEmpty()) {
                Thread.onSpinWait(); // the test as a whole has its time
            }
            deleting.commit();
            assertThat(outcome.join()).singleElement().isInstanceOf(AppendOutcome.Lost.class);
            Server.run(database, "UPDATE pawl.deletion SET at = at - interval '2 minutes'");
            store.keeper().finish();
            assertThat(store.check()).isEmpty();
            assertThat(Server.list(database, "SELECT seq FROM pawl.run_event")).isEmpty();
        }
    }

    /** Of a long journal all places are emptied before the first is given back. */
    @Test
    void aLongJournalGoesInParts() {
        open().close();
        UUID run = fill(database, 1).getFirst();
        Server.run(
                database,
                "INSERT INTO pawl.run_event SELECT '" + run
                        + "', seq, gen_random_uuid(), 1, now(), '' FROM generate_series(6, 12000) seq");
        try (PostgresStore store = open()) {
            assertThat(store.keeper().delete(run)).isEqualTo(Deletion.DELETED);
            assertThat(Server.list(database, "SELECT count(*) || ' ' || max(epoch) FROM pawl.run_event"))
                    .containsExactly("12001 -1");
            assertThat(StoreException.join(store.read(run, 0, 10))).isEmpty();
            Server.run(database, "UPDATE pawl.deletion SET at = at - interval '2 minutes'");
            store.keeper().finish();
            assertThat(Server.list(database, "SELECT seq FROM pawl.run_event")).isEmpty();
            assertThat(Server.list(database, "SELECT run_id FROM pawl.deletion"))
                    .isEmpty();
        }
    }

    /** What stands in the place of the next entry would be in the way of the other one's. */
    @Test
    void aRunIsMadeAgainOnceTheOtherIsGone() {
        open().close();
        UUID run = fill(database, 1).getFirst();
        try (PostgresStore store = open()) {
            for (int i = 0; i < 2; i++) {
                assertThat(store.keeper().delete(run)).isEqualTo(Deletion.DELETED);
                store.keeper().finish();
                Append again = Runs.create(run, "k", null);
                assertThat(Runs.append(store, again)).isInstanceOf(AppendOutcome.Lost.class);
                assertThat(store.check()).isEmpty();
                Server.run(database, "UPDATE pawl.deletion SET at = at - interval '2 minutes'");
                store.keeper().finish();
                assertThat(Runs.append(store, again)).isInstanceOf(AppendOutcome.Won.class);
                Server.run(database, "UPDATE pawl.run SET active = false, holds_key = false");
            }
        }
    }
}
