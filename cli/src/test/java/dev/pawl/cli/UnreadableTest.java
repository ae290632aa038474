// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that nobody can read any more is no fault of the program: it is said what is, and what to type. */
@Tag("C12")
class UnreadableTest {

    private static final String MISSING = "DELETE FROM run_event WHERE run_id = (SELECT id FROM run WHERE number = 1)";

    private static final String DAMAGED =
            "UPDATE run_event SET body = x'5b' WHERE seq = 1 AND run_id = (SELECT id FROM run WHERE number = 1)";

    @TempDir
    private Path folder;

    /** One that waits for a worker for ever. */
    @BeforeEach
    void aRun() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                pipeline: p
                version: 1
                stages:
                  - id: a
                    command: [sh, -c, 'echo 1 > $PAWL_OUTPUT']
                """);
        assertThat(pawl("submit", file.toString()).code()).isZero();
    }

    private Shell.Done pawl(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", folder.resolve("d").toString()));
        return Shell.pawl(line.toArray(String[]::new));
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("d").resolve("pawl.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MISSING, DAMAGED})
    void itIsToldInASentenceAndDeletedAsItIs(String harm) throws Exception {
        sql(harm);
        String says = "pawl: run 1 of p cannot be read: "
                + (harm.equals(MISSING) ? "its journal is missing" : "entry 1 of its journal is damaged");
        for (String command : List.of("show", "diagnose")) {
            Shell.Done told = pawl(command, "1");
            assertThat(told.err())
                    .startsWith(says)
                    .contains("`pawl delete 1` takes out what is left")
                    .doesNotContain("fault in Pawl");
            assertThat(told.code()).isEqualTo(1);
        }
        assertThat(pawl("ls").out()).contains("p");
        assertThat(pawl("doctor").out()).contains("run 1: ", "`pawl delete 1`").doesNotContain("Exception");

        Shell.Done asked = pawl("delete", "1");
        assertThat(asked.err()).contains("cannot be read", "add --yes");
        assertThat(asked.code()).isEqualTo(2);
        Shell.Done deleted = pawl("delete", "1", "--yes", "--json");
        assertThat(Json.values().readTree(deleted.out()).path("unreadable").asString())
                .as(deleted.err())
                .startsWith("run 1 of p cannot be read");
        assertThat(deleted.code()).isZero();
        assertThat(pawl("doctor").out()).contains("the runs in it are sound");
    }

    @Test
    void aRepairTakesOutWhatHasNoJournal() throws Exception {
        sql(MISSING);
        Shell.Done repaired = pawl("doctor", "--repair");
        assertThat(repaired.out())
                .as(repaired.err())
                .contains("repaired: run 1 of p, made ", "is taken out: its journal is missing", "are sound");
    }

    /** It can be told what is damaged, and nothing more. */
    @Test
    void aRepairLeavesWhatIsDamaged() throws Exception {
        sql(DAMAGED);
        Shell.Done repaired = pawl("doctor", "--repair");
        assertThat(repaired.out())
                .contains("run 1: entry 1 of its journal is damaged", "`pawl delete 1`")
                .doesNotContain("repaired");
    }
}
