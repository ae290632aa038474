// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of an empty database, and what is no database of ours. */
@Timeout(120)
class PgSchemaTest {

    private static final String COLUMNS = """
            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
              || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || CASE c.relpersistence WHEN 'u' THEN ' unlogged' ELSE '' END
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'pawl'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attname
            """;

    private static final String INDEXES =
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'pawl' ORDER BY tablename, indexname";

    private static final String ROW =
            "INSERT INTO pawl.run (id, pipeline, version, status, active, holds_key, epoch, degraded, labels, created_at,"
                    + " priority) VALUES (gen_random_uuid(), 'p', 1, %s, true, false, 1, false, '%s', now(), 0)";

    private final String database = Server.shared().empty();

    @Test
    @Tag("S7")
    void anEmptyDatabaseIsBroughtToTheGoldenSchema() throws IOException {
        PostgresStore.open(database).close();
        List<String> lines = new ArrayList<>(Server.list(database, COLUMNS));
        lines.addAll(Server.list(database, INDEXES));
        try (InputStream golden = PgSchemaTest.class.getResourceAsStream("schema.golden.txt")) {
            assertThat(String.join("\n", lines) + "\n")
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
        PostgresStore.open(database).close();
        assertThat(Server.list(database, "SELECT step || ' ' || name FROM pawl.schema_step"))
                .containsExactly(
                        "1 V1__runs.sql",
                        "2 V2__limits.sql",
                        "3 V3__retry.sql",
                        "4 V4__keep.sql",
                        "5 V5__documents.sql",
                        "6 V6__tickets.sql",
                        "7 V7__keep.sql",
                        "8 V8__keep.sql",
                        "9 V9__keep.sql",
                        "10 V10__keep.sql");
    }

    @Test
    @Tag("S7")
    void anOlderDatabaseKeepsItsRows() throws IOException {
        Server.run(
                database,
                "CREATE SCHEMA pawl; CREATE TABLE pawl.schema_step (step integer PRIMARY KEY, name text NOT NULL,"
                        + " done_at timestamptz NOT NULL); INSERT INTO pawl.schema_step VALUES (1, 'V1__runs.sql', now())");
        try (InputStream first = PgMigrations.class.getResourceAsStream("V1__runs.sql")) {
            Server.run(database, new String(first.readAllBytes(), StandardCharsets.UTF_8));
        }
        Server.run(database, ROW.formatted("1", "{}"));
        PostgresStore.open(database).close();
        assertThat(Server.list(database, "SELECT max(step) FROM pawl.schema_step"))
                .containsExactly("10");
        assertThat(Server.list(database, "SELECT pipeline FROM pawl.run")).containsExactly("p");
    }

    @Test
    @Tag("S7")
    void manyProcessesMayMakeItAtOnce() {
        List<CompletableFuture<Void>> opened = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            opened.add(CompletableFuture.runAsync(
                    () -> PostgresStore.open(database).close(),
                    task -> Thread.ofPlatform().start(task)));
        }
        assertThat(opened).allSatisfy(CompletableFuture::join);
        assertThat(Server.list(database, "SELECT count(*) FROM pawl.schema_step"))
                .containsExactly("10");
    }

    @Test
    @Tag("S7")
    void aNewerSchemaIsLeftAlone() {
        PostgresStore.open(database).close();
        Server.run(database, "INSERT INTO pawl.schema_step VALUES (99, 'V99', now())");
        assertThatThrownBy(() -> PostgresStore.open(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer Pawl");
    }

    @Test
    void aSchemaOfSomebodyElseIsLeftAlone() {
        Server.run(database, "CREATE SCHEMA pawl; CREATE TABLE pawl.run (mine text)");
        assertThatThrownBy(() -> PostgresStore.open(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("another program");
        assertThat(Server.list(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'pawl'"))
                .containsExactly("run");
    }

    @Test
    @Tag("B8")
    void aRowThatCannotBeReadIsNotLetIn() {
        PostgresStore.open(database).close();
        Server.run(database, ROW.formatted("1", "{\"a\": \"b\"}"));
        for (String bad : List.of(
                ROW.formatted("7", "{}"),
                ROW.formatted("1", "[]"),
                ROW.formatted("1", "{\"a\": 1}"),
                ROW.formatted("-1", "{}"))) {
            assertThatThrownBy(() -> Server.run(database, bad)).hasStackTraceContaining("violates check constraint");
        }
    }

    @Test
    void aPasswordIsNotSaid() {
        String url = database + "&password=geheim";
        try (PostgresStore store = PostgresStore.open(url)) {
            assertThat(store.place())
                    .contains("localhost")
                    .doesNotContain("geheim")
                    .doesNotContain("?");
        }
        assertThatThrownBy(() -> PostgresStore.open("jdbc:postgresql://localhost:1/none?password=geheim"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("localhost:1/none")
                .hasMessageNotContaining("geheim");
    }
}
