// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** With {@code --json}, what may not be done is one document too. There is a run 1 that was submitted, of key k. */
class RefusalsTest {

    private static final String LONG = "k".repeat(Submission.LONGEST_TEXT + 1);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void files() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), "pipeline: p\nkey: k\nstages: [{id: a, kind: input}]\n");
        Files.writeString(folder.resolve("broken.yaml"), "pipeline: P\n");
        assertThat(pawl("submit FOLDER/p.yaml --data FOLDER/.pawl").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            show 999                       | 3 | NO_RUN         | No run         | there is no run 999
            diagnose 999                   | 3 | NO_RUN         | No run         | there is no run 999
            history 999                    | 3 | NO_RUN         | No run         | there is no run 999
            logs 999                       | 3 | NO_RUN         | No run         | there is no run 999
            watch 999                      | 3 | NO_RUN         | No run         | there is no run 999
            resume 999                     | 3 | NO_RUN         | No run         | there is no run 999
            cancel 999                     | 3 | NO_RUN         | No run         | there is no run 999
            edit 999 a --output 1          | 3 | NO_RUN         | No run         | there is no run 999
            stage run 999 a                | 3 | NO_RUN         | No run         | there is no run 999
            stage settle 1 a --as failed   | 2 | USAGE          | Usage          | settling cannot be undone
            show 1 --output nosuch         | 3 | UNKNOWN_STAGE  | Unknown stage  | has no stage nosuch
            show ''                        | 2 | USAGE          | Usage          | RUN is empty
            show                           | 2 | USAGE          | Usage          | RUN
            show 1 --bogus                 | 2 | USAGE          | Usage          | has no option --bogus
            ls --limit 0                   | 2 | USAGE          | Usage          | --limit is 1 to 1000
            ls --status odd                | 2 | USAGE          | Usage          | no run stands as 'odd'
            run FOLDER/broken.yaml         | 2 | USAGE          | Usage          | broken.yaml:1:1: the pipeline has no stage
            run FOLDER/nofile.yaml         | 2 | USAGE          | Usage          | nofile.yaml
            submit FOLDER/p.yaml           | 3 | ALREADY_ACTIVE | Already active | k
            submit FOLDER/p.yaml --delay 5000000d | 2 | USAGE   | Usage          | --delay is at most 3650d, not '5000000d'
            submit FOLDER/p.yaml --key ''  | 3 | INVALID        | Invalid        | the key is empty
            submit FOLDER/p.yaml --key LONG | 3 | INVALID       | Invalid        | the key is 1025 bytes long
            submit FOLDER/p.yaml --user LONG | 3 | INVALID      | Invalid        | the user is 1025 bytes long
            run FOLDER/p.yaml --label =v   | 3 | INVALID        | Invalid        | the name of a label is empty
            run FOLDER/p.yaml --label a=LONG | 3 | INVALID      | Invalid        | the label a is 1025 bytes long
            recover --action odd           | 2 | USAGE          | Usage          | [resume, fail]
            """)
    void areDocuments(String command, int code, String kind, String title, String detail) {
        Shell.Done done = pawl(command + " --json --data FOLDER/.pawl");
        JsonNode problem = Json.values().readTree(done.out());
        assertThat(done.code()).as(done.err()).isEqualTo(code);
        assertThat(problem.get("code").asString()).isEqualTo(kind);
        assertThat(problem.get("title").asString()).isEqualTo(title);
        assertThat(problem.get("detail").asString()).contains(detail);
        assertThat(problem.has("remedy")).isTrue();
        assertThat(done.err()).as("a person is told the same").contains(detail);
    }

    @Test
    void theRemedyOfTheDatabaseStandsApart() throws IOException {
        Path data = Files.createDirectories(folder.resolve("other"));
        Files.writeString(data.resolve("pawl.db"), "this is no database, and long enough to be looked at ".repeat(40));
        Shell.Done done = pawl("ls --json --data FOLDER/other");
        assertThat(done.code()).as(done.err()).isEqualTo(1);
        JsonNode problem = Json.values().readTree(done.out());
        assertThat(problem.get("detail").asString())
                .contains("is no SQLite database")
                .doesNotContain("Move");
        assertThat(problem.get("remedy").asString()).isEqualTo("Move the file away, or name another folder");
        assertThat(done.err())
                .contains("is no SQLite database")
                .contains(". Move the file away, or name another folder");
    }

    private static Shell.Done pawl(String command) {
        return Shell.pawl(Stream.of(command.split(" +"))
                .map(word -> word.equals("''")
                        ? ""
                        : word.replace("FOLDER", folder.toString()).replace("LONG", LONG))
                .toArray(String[]::new));
    }
}
