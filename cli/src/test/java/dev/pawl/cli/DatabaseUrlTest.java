// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static dev.pawl.cli.Shell.pawl;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the URL of a database is told without the password, whatever its shape. */
class DatabaseUrlTest {

    /** The two halves of a password. */
    private static final List<String> SECRET = List.of("geheim", "wort");

    private static final String PIPELINE = """
            pipeline: p
            version: 1
            stages:
              - {id: a, command: ['true']}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://localhost:1/x?user=u&password=geheim          | 1 | the database postgresql://localhost:1/x cannot be reached
            jdbc:postgresql://localhost:1/x?user=u&password=geheim@wort     | 1 | the database postgresql:… cannot be reached
            jdbc:postgresql://localhost:1/x?PASSWORD=geheim&sslpassword=wort| 1 | the database postgresql://localhost:1/x cannot be reached
            jdbc:postgresql://u:geheim@localhost/x                          | 2 | PAWL_DB_USER
            jdbc:postgresql://u:geheim@wort@localhost/x                     | 2 | PAWL_DB_USER
            jdbc:postgresql://u:geheim/wort@localhost/x                     | 2 | PAWL_DB_USER
            jdbc:postgresql:u:geheim@localhost/x                            | 2 | PAWL_DB_USER
            jdbc:postgresql:/u:geheim@localhost/x                           | 2 | PAWL_DB_USER
            jdbc:postgresql://u:geheim?wort@localhost/x                     | 1 | with a user before its host
            jdbc:postgresql:u:geheim?wort@localhost/x                       | 1 | with a user before its host
            jdbc:postgresql://localhost:1/x;password=geheim                 | 1 | Name it as jdbc:postgresql://HOST:PORT/DATABASE
            jdbc:postgresql://localhost:1/x&password=geheim                 | 1 | Name it as jdbc:postgresql://HOST:PORT/DATABASE
            jdbc:postgresql://localhost:port/x?password=geheim              | 1 | Name it as jdbc:postgresql://HOST:PORT/DATABASE
            jdbc:postgresql://localhost?password=geheim                     | 1 | Name it as jdbc:postgresql://HOST:PORT/DATABASE
            jdbc:postgresql://localhost:1/x?password=%geheim                | 1 | Name it as jdbc:postgresql://HOST:PORT/DATABASE
            postgres://u:geheim@localhost/x                                 | 2 | is not the URL of a PostgreSQL
            postgres://localhost/x?password=geheim                          | 2 | is not the URL of a PostgreSQL
            u:geheim@localhost/x                                            | 2 | is not the URL of a PostgreSQL
            u:geheim?wort@localhost/x                                       | 2 | is not the URL of a PostgreSQL
            host=localhost user=u password=geheim                           | 2 | is not the URL of a PostgreSQL
            jdbc:sqlite:pawl.db                                             | 2 | named by its folder, with --data
            """)
    void what_cannot_be_reached_is_one_sentence_without_the_password(String db, int code, String words)
            throws IOException {
        Files.writeString(folder.resolve("p.yaml"), PIPELINE);
        Path logs = Files.createDirectory(folder.resolve("logs"));
        for (String command : List.of("ls", "show 1", "worker", "workers", "recover", "submit p", "doctor")) {
            List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
            line.addAll(List.of("--db", db, "--data", logs.toString()));
            line.addAll(command.startsWith("submit") ? List.of("--pipelines", folder.toString()) : List.of());
            Shell.Done said = pawl(line.toArray(String[]::new));
            assertThat(said.code()).as(command + ": " + said.err()).isEqualTo(code);
            assertThat(said.out() + said.err()).contains(words).doesNotContain(SECRET);
            line.add("--json");
            Shell.Done done = pawl(line.toArray(String[]::new));
            assertThat(done.code()).as(command + ": " + done.err()).isEqualTo(code);
            assertThat(done.out() + done.err())
                    .contains(words)
                    .doesNotContain(SECRET)
                    .doesNotContain("Exception", "\tat ");
            assertThat(done.out()).as("one document").startsWith("{").endsWith("}\n");
        }
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
            }
        }
    }
}
