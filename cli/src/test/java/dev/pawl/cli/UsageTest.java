// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static dev.pawl.cli.Shell.pawl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.PawlOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are wrong, or ask for nothing that is there: each says so, says what to do, and changes nothing. */
class UsageTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frobnicate             | 2 | there is no command 'pawl frobnicate'
            sho 12                 | 2 | Did you mean 'show'?
            run                    | 2 | Missing required parameter: 'FILE'
            run x.yaml --imput {}  | 2 | Did you mean '--input'?
            show                   | 2 | See `pawl show --help`
            stage                  | 2 | needs one of: run, reset, undo, dismiss-stale, accept-stale, adopt, settle
            stage reset 1 a        | 3 | there is no run in
            edit 1 a               | 2 | Missing required option: '--output=JSON'
            edit 1 a --output {    | 3 | there is no run in
            recover --action x     | 2 | expected one of [resume, fail]
            recover --older-than 5 | 2 | --older-than is a number and ms, s, m, h or d, as in 90s or 5m, not '5'
            recover --profile x    | 2 | --profile is dev, staging or production, not 'x'
            recover --recover-after x | 2 | --recover-after is a number
            stage settle 1 a       | 2 | Missing required option: '--as=rerun|done|failed'
            stage settle 1 a --as x | 2 | expected one of [rerun, done, failed]
            ls --limit 0           | 2 | --limit is 1 to 1000, not 0
            ls --limit many        | 2 | is not an int
            ls --after zzz         | 2 | --after is the id of a run, as "next" of the page before, not 'zzz'
            ls --data pom.xml      | 2 | pom.xml is a file, and runs are kept in a folder
            ls --data pom.xml/sub  | 2 | pom.xml is a file, and runs are kept in a folder
            show 1 --data pom.xml  | 2 | pom.xml is a file, and runs are kept in a folder
            run pom.xml --data     | 2 | --data
            ls --status gone       | 2 | no run stands as 'gone'; --status is queued, running
            history 1 --limit 0    | 2 | --limit is 1 or more
            logs 1 -f --json       | 2 | leave one of them out
            run missing.yaml       | 2 | missing.yaml
            run x.yaml --label x   | 2 | Value for option '--label' (NAME=VALUE) should be in KEY=VALUE format
            submit                 | 2 | Missing required parameter: 'FILE|NAME'
            submit missing.yaml    | 2 | missing.yaml
            submit x --pipelines no | 2 | --pipelines cannot be read: there is no
            backup                 | 3 | there is no run in
            completion             | 2 | Missing required parameter: 'bash|zsh'
            show 12                | 3 | there is no run in
            watch 12               | 3 | start one with `pawl run FILE`
            resume 12              | 3 | there is no run in
            retry 12 --from-stage a | 3 | there is no run in
            """)
    void says_what_is_wrong(String line, int code, String message) {
        Shell.Done done = pawl(line.split(" ", -1));
        assertThat(done.err()).contains(message).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(done.code()).isEqualTo(code);
        if (line.contains("--json")) {
            assertThat(done.out()).as("one document").startsWith("{").endsWith("}\n");
        } else {
            assertThat(done.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1      | --input is not JSON at line 1
            {'a': 1}     | --input is not JSON at line 1, column 2
            {"a":1,"a":2} | Duplicate
            1 2          | something follows the value
            @nofile.json | --input cannot be read: there is no file nofile.json; name one that is there
            @            | --input cannot be read: @ names no file
            @.           | --input cannot be read: . is a folder; name a file in it
            pom.xml      | to read the file of that name write @pom.xml
            ' '          | --input is empty
            @/dev/zero   | --input is longer than 64 MB
            """)
    void says_what_is_wrong_with_an_input(String input, String message) throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "pipeline: a\nversion: 1\nstages:\n  - id: a\n    command: [\"true\"]\n");
        Shell.Done done = pawl(
                "run",
                file.toString(),
                "--input",
                input,
                "--data",
                folder.resolve("d").toString());
        assertThat(done.err()).contains(message).doesNotContain("Exception").doesNotContain("Error");
        assertThat(done.code()).isEqualTo(2);
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void nothing_there_yet_is_not_an_error_for_a_list() throws IOException {
        Path data = folder.resolve("none");
        Shell.Done list = pawl("ls", "--data", data.toString());
        assertThat(list.code()).isZero();
        assertThat(list.err()).contains("There is no run in " + data + " yet");
        Shell.Done json = pawl("ls", "--json", "--data", data.toString());
        assertThat(json.out().replaceAll("\\s", "")).isEqualTo("{\"runs\":[],\"next\":null}");
        assertThat(json.err()).isEmpty();
        assertThat(pawl("doctor", "--data", data.toString()).out()).contains("no run in " + data + " yet");
        assertThat(data).as("looking makes nothing").doesNotExist();
        Files.createDirectories(data);
        PawlOptions.in(data).open().close();
        assertThat(pawl("ls", "--data", data.toString()).err())
                .contains("There is no run in " + data + " yet; start one with `pawl run FILE`");
        assertThat(pawl("ls", "--status", "failed", "--data", data.toString()).err())
                .contains("No run is like that");
    }

    @Test
    void a_data_folder_that_cannot_be() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "pipeline: a\nversion: 1\nstages:\n  - id: a\n    command: [\"true\"]\n");
        Shell.Done done =
                pawl("run", file.toString(), "--data", file.resolve("sub").toString());
        assertThat(done.err())
                .contains("the data folder " + file + "/sub cannot be written")
                .contains("--data");
        assertThat(done.code()).isEqualTo(2);
        assertThat(pawl("doctor", "--data", file.resolve("sub").toString()).code())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "stage settle --help", "ls -h", "pipelines check --help"})
    void help_has_examples_and_fits(String line) {
        Shell.Done done = pawl(line.split(" ", -1));
        assertThat(done.code()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out()).contains("Examples:").startsWith("Usage: pawl");
        assertThat(done.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void the_version() {
        assertThat(pawl("--version").out()).startsWith("pawl ").contains("Java ");
    }

    @Test
    void symbols_become_letters_where_they_cannot_be_shown() {
        Shell.Done done = pawl(StandardCharsets.US_ASCII, "doctor", "--data", folder.toString());
        assertThat(done.out()).contains("+ Java ").doesNotContain("?");
    }

    @Test
    void what_is_wrong_with_the_folder_is_said_without_names_of_classes() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "pipeline: a\nversion: 1\nstages:\n  - id: a\n    command: [\"true\"]\n");
        Path data = folder.resolve("d");
        Files.createDirectories(data.resolve("pawl.lock"));
        Shell.Done done = pawl("run", file.toString(), "--data", data.toString());
        assertThat(done.err()).contains("pawl.lock").doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(done.code()).isEqualTo(1);
    }

    @Test
    void an_empty_variable_is_one_that_is_not_set() throws Exception {
        Shell.Done done = Child.pawl(folder, Map.of("PAWL_DATA", ""), "ls");
        assertThat(done.err()).contains("There is no run in .pawl yet");
        assertThat(done.code()).isZero();
        assertThat(pawl("ls", "--data", "").code()).isEqualTo(2);
    }
}
