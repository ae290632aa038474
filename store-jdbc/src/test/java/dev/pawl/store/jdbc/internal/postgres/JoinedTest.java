// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A run that is made, or not, together with what else a transaction of the application does. */
@Timeout(60)
class JoinedTest {

    private final String database = Server.shared().database();
    private final Pipeline<String> pipeline = Pipeline.named("letters", String.class)
            .stage("a", String.class, s -> s.run(c -> c.input()))
            .build();
    private Pawl worker;
    private Pawl application;
    private Connection transaction;

    @BeforeEach
    void open() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database);
        application = Pawl.connect(source).register(pipeline);
        worker = PawlOptions.at(database).open().register(pipeline).start();
        transaction = source.getConnection();
        transaction.setAutoCommit(false);
        execute("CREATE TABLE IF NOT EXISTS letter (id uuid)");
    }

    @AfterEach
    void close() throws SQLException {
        transaction.rollback();
        execute("DROP TABLE IF EXISTS letter");
        transaction.commit();
        transaction.close();
        application.close();
        worker.close();
    }

    @Test
    @Tag("S3")
    void whatIsCommittedIsExecutedAtOnceByWhoeverWorks() throws Exception {
        UUID run = application.submit(pipeline, "dear", Submission.plain(), transaction);
        execute("INSERT INTO letter VALUES ('" + run + "')");
        assertThatThrownBy(() -> application.run(run).view())
                .as("not before the commit")
                .isInstanceOf(RefusedException.class);
        transaction.commit();
        RunView view = application.run(run).await(Duration.ofSeconds(20));
        assertThat(view.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @Tag("S3")
    void whatIsRolledBackNeverWas() throws Exception {
        var unused = application.submit(pipeline, "dear", Submission.plain(), transaction);
        transaction.rollback();
        assertThat(Server.list(database, "SELECT id FROM pawl.run")).isEmpty();
        assertThat(Server.list(database, "SELECT run_id FROM pawl.run_event")).isEmpty();
    }

    @Test
    @Tag("E3")
    void whereTheKeyIsTakenTheTransactionGoesOn() throws Exception {
        Pipeline<String> waits = Pipeline.named("waits", String.class)
                .stage("a", String.class, s -> s.manual().run(c -> c.input()))
                .build();
        UUID first = application.submit(waits, "a", Submission.plain().key("k"), transaction);
        transaction.commit();
        execute("INSERT INTO letter VALUES ('" + first + "')");
        assertThatThrownBy(
                        () -> application.submit(waits, "b", Submission.plain().key("k"), transaction))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("k")
                .extracting(e -> ((RefusedException) e).code())
                .isEqualTo("ALREADY_ACTIVE");
        transaction.commit();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void sqliteSaysThatItTakesNoPart(@TempDir Path folder) {
        try (Pawl pawl = Pawl.open(folder).register(pipeline)) {
            assertThatThrownBy(() -> pawl.submit(pipeline, "dear", Submission.plain(), transaction))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("transactions");
            assertThat(pawl.runs(RunQuery.newest(1))).isEmpty();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute(sql);
        }
        if (sql.startsWith("CREATE")) {
            transaction.commit();
        }
    }

    private int count() throws SQLException {
        try (Connection other = DriverManager.getConnection(database);
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM letter")) {
            row.next();
            return row.getInt(1);
        }
    }
}
