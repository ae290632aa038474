// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.Unstorable;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database refuses, and what becomes of it. */
@Timeout(60)
@Tag("S3")
class PgFailuresTest {

    private static final String KILL =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pawl/%'";

    private final String database = Server.shared().database();
    private final PostgresStore store = PostgresStore.open(database);

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "08006, TRANSIENT",
        "08001, TRANSIENT",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "57014, TRANSIENT",
        "57P01, TRANSIENT",
        "53300, TRANSIENT",
        "53200, TRANSIENT",
        "55P03, TRANSIENT",
        "53100, UNAVAILABLE",
        "25006, UNAVAILABLE",
        "42501, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "42P01, BROKEN",
        "28P01, BROKEN",
        "3D000, BROKEN",
        "XX001, BROKEN"
    })
    void eachStateHasItsMeaning(String state, Kind kind) {
        StoreException failure = new PgFailures("//there/db").of(new SQLException("it says so", state));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("//there/db").hasMessageContaining("it says so");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            08001 | Connection refused       | TRANSIENT | cannot be reached       | its host and port
            08004 | no password was provided | BROKEN    | wants a password        | PAWL_DB_PASSWORD
            08004 | it is not supported      | BROKEN    | does not let this in    | the user and the password
            28P01 | it is wrong              | BROKEN    | there is no way into    | the user and the password
            """)
    void whereNobodyComesInItIsSaidWhatIsWanted(String state, String words, Kind kind, String fact, String remedy) {
        StoreException failure = new PgFailures("//there/db").opening(new SQLException(words, state));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).contains(fact, "//there/db", words);
        assertThat(failure.remedy()).contains(remedy);
        assertThat(failure).hasMessage(failure.problem() + ". " + failure.remedy());
    }

    @Test
    void endedConnectionsAreMadeAgain() {
        Append first = Runs.create(null, null);
        assertThat(Runs.append(store, first)).isInstanceOf(Won.class);
        assertThat(StoreException.join(store.read(first.run(), 0, 10))).hasSize(1);
        Server.run(database, KILL);
        assertThat(Runs.append(store, Runs.after(first))).isInstanceOf(Won.class);
        assertThat(StoreException.join(store.read(first.run(), 0, 10))).hasSize(2);
    }

    @Test
    void oneThatCannotBeStoredFailsNoOther() {
        List<Append> batch = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            batch.add(Runs.create("key " + i, null));
        }
        StringBuilder longKey = new StringBuilder();
        ThreadLocalRandom.current().ints(9000, 'a', 'z').forEach(c -> longKey.append((char) c));
        batch.add(4, Runs.create(longKey.toString(), null));

        List<AppendOutcome> outcomes = StoreException.join(store.append(batch));

        assertThat(outcomes.get(4))
                .isInstanceOfSatisfying(
                        Unstorable.class, bad -> assertThat(bad.problem()).contains("index"));
        assertThat(outcomes).filteredOn(Won.class::isInstance).hasSize(9);
        assertThat(store.check()).isEmpty();
    }

    @Test
    void whatCanOnlyBeReadHealsByItself() {
        Append first = Runs.create(null, null);
        Server.run(database, "ALTER DATABASE shared SET default_transaction_read_only = on");
        try {
            assertThatThrownBy(() -> Runs.append(store, first))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("can only be read")
                    .extracting(e -> ((StoreException) e).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        } finally {
            Server.run(
                    database + "&options=-c%20default_transaction_read_only=off",
                    "ALTER DATABASE shared RESET default_transaction_read_only");
        }
        assertThat(Runs.append(store, first)).isInstanceOf(Won.class);
    }

    @Test
    void aStatementThatIsKeptWaitingIsSentAgain() throws Exception {
        Append first = Runs.create("k", null);
        try (var blocking = DriverManager.getConnection(database)) {
            blocking.setAutoCommit(false);
            try (var statement = blocking.createStatement()) {
                statement.execute("LOCK TABLE pawl.run IN ACCESS EXCLUSIVE MODE");
            }
            var sent = store.append(List.of(first));
            Server.run(
                    database,
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pawl/%' AND wait_event_type = 'Lock'");
            blocking.rollback();
            AppendOutcome outcome;
            try {
                outcome = StoreException.join(sent).getFirst();
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(Kind.TRANSIENT);
                outcome = Runs.append(store, first);
            }
            assertThat(outcome).isInstanceOf(Won.class);
        }
    }
}
