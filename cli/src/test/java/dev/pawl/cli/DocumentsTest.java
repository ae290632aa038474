// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.core.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says of documents, and that what it proposes may be done. */
class DocumentsTest {

    private static final String LETTER = """
            pipeline: letter
            interactive: true
            stages:
              - id: write
                command: [sh, -c, 'test -e ink && echo 1 > $PAWL_OUTPUT']
              - id: print
                after: [write]
                trigger: manual
                command: [sh, -c, 'test -e paper && test ! -e wet || exit 3; test -e good || echo "::degraded it is grey"']
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 50;

    @TempDir
    private Path folder;

    @BeforeEach
    void written() throws Exception {
        Files.writeString(folder.resolve("letter.yaml"), LETTER);
        with("ink");
        assertThat(pawl("submit letter.yaml").code()).isZero();
        work();
    }

    /** Each state a document may be in when it is closed, by what a person did; each command is carried out on a copy of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nobody printed it         |                                                                | succeeded | show
            it could not be printed   | stage run 1 print, work                                    | failed    | resume, retry 1 --from-stage print
            nor written again         | stage run 1 print, work, -ink, stage run 1 write, work | failed    | resume, retry 1 --from-stage write
            that one was put back     | stage run 1 print, work, -ink, stage run 1 write, work, stage reset 1 write --yes | failed | resume
            both were                 | stage run 1 print, work, stage reset 1 print --yes         | succeeded | show
            it is grey                | +paper, stage run 1 print, work                            | degraded | show, retry 1 --from-stage print
            it is grey, and of what   | +paper, stage run 1 print, work, -ink, stage run 1 write, work, stage reset 1 write --yes | degraded | show
            """)
    @Tag("A1")
    @Tag("C2")
    void whatIsProposedOfAClosedDocumentMayBeDone(String name, String before, String ended, String proposed)
            throws Exception {
        for (String step : before == null ? new String[0] : before.split(", ", -1)) {
            switch (step.charAt(0)) {
                case '+' -> with(step.substring(1));
                case '-' -> Files.delete(folder.resolve(step.substring(1)));
                case 'w' -> work();
                default -> assertThat(pawl(step).code()).as(step).isZero();
            }
        }
        Shell.Done closed = pawl("close 1");
        assertThat(closed.code()).as(closed.err()).isZero();
        assertThat(pawl("show 1").out()).contains("Run 1 of letter v1 " + ended + " ");
        List<String> commands = proposed(closed);
        for (String one : proposed.split(", ", -1)) {
            assertThat(commands).anyMatch(command -> command.startsWith(one));
        }
        for (String command : commands) {
            Path copy = copy();
            if (command.equals("resume 1")) { // which would follow it for as long as it is open
                try (Pawl pawl = DataFolder.named(copy.toString()).open()) {
                    assertThat(pawl.resume(pawl.find("1").id(), "ann")
                                    .view()
                                    .status()
                                    .active())
                            .isTrue();
                }
            } else {
                Shell.Done done = pawl(command + (command.startsWith("retry") ? " --dry-run" : ""), copy);
                assertThat(done.code())
                        .as("%s: %s%s", command, done.out(), done.err())
                        .isZero();
            }
        }
    }

    @Test
    @Tag("A1")
    void anOutputSaysWhichVersionItIsAndWhoGaveIt() {
        assertThat(pawl("edit 1 write --output 2").code()).isZero();
        assertThat(pawl("show 1").out().replaceAll("\\s+", " "))
                .containsPattern("✓ write .* version 2 by \\S+, \\d+ s ago");
        assertThat(pawl("edit 1 write --output 3 --version 1").err())
                .containsPattern("version 2 by now, by \\S+, since 20\\S+Z, and you saw version 1");
        assertThat(pawl("stage undo 1 write").code()).isZero();
        assertThat(pawl("show 1").out().replaceAll("\\s+", " "))
                .containsPattern("✓ write .* version 3 by \\S+, \\d+ s ago");
    }

    @Test
    void aRunIsNamedByItsNumberToAPersonAndByItsIdToAProgram() {
        Shell.Done refused = pawl("retry 1 --from-stage write --yes");
        assertThat(refused.err()).contains("run 1 is waiting, and only one that has ended is taken up; close it");
        assertThat(pawl("retry 1 --from-stage write --yes --json").out())
                .containsPattern("run [-0-9a-f]{36} is waiting");
        assertThat(pawl("delete 1 --yes").err()).contains("close it first").doesNotContain("cancel it");
    }

    @Test
    @Tag("A13")
    void whatFailedOnAnOutputThatWasCorrectedIsToRunAgain() throws Exception {
        pawl("stage run 1 print");
        work();
        assertThat(pawl("show 1").out()).doesNotContain("stale");
        Shell.Done edited = pawl("edit 1 write --output 2");
        assertThat(edited.out()).contains("pawl refresh-stale 1");
        assertThat(pawl("show 1").out()).contains("stale: failed on another output of write than there is now");
        assertThat(pawl("refresh-stale 1").out()).contains("To run again in run 1: print");
    }

    private static List<String> proposed(Shell.Done done) {
        return done.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("pawl "))
                .map(line -> line.replaceAll("^pawl | --data .*| {2}.*", ""))
                .toList();
    }

    private void with(String file) throws IOException {
        Files.createFile(folder.resolve(file));
    }

    private Shell.Done pawl(String command) {
        return pawl(command, folder.resolve(".pawl"));
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve("data");
        try (Stream<Path> files = Files.walk(folder.resolve(".pawl"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(folder.resolve(".pawl").relativize(file)));
            }
        }
        return copy;
    }

    /** Does what is to do, until a person acts. */
    private void work() throws InterruptedException {
        try (Pawl pawl = DataFolder.named(folder.resolve(".pawl").toString()).open()) {
            pawl.startForOwnRuns();
            RunHandle run = pawl.find("1");
            pawl.resume(run.id(), "ann");
            RunView view = run.view();
            for (int i = 0; i < MOST && (view.owner() != null || view.status() != RunStatus.WAITING); i++) {
                view = run.awaitChange(view, PATIENCE);
            }
            assertThat(view.owner()).isNull();
        }
    }

    private Shell.Done pawl(String command, Path data) {
        String words =
                command.replace("letter.yaml", folder.resolve("letter.yaml").toString());
        return Shell.pawl((words + " --data " + data).split(" ", -1));
    }
}
