// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs go by their keys too: 1 and 2 have the key both, 3 alone has the key only. */
class NamesTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void runs() throws IOException {
        Path first = Files.writeString(folder.resolve("p.yaml"), "pipeline: p\nstages: [{id: a, kind: input}]\n");
        Path second = Files.writeString(folder.resolve("q.yaml"), "pipeline: q\nstages: [{id: a, kind: input}]\n");
        assertThat(pawl("submit", first.toString(), "--key", "both").code()).isZero();
        assertThat(pawl("submit", second.toString(), "--key", "both").code()).isZero();
        assertThat(pawl("submit", second.toString(), "--key", "only").code()).isZero();
    }

    @Test
    void aKeyNamesTheOnlyRunThatHasIt() {
        JsonNode run = Json.values().readTree(pawl("show", "only", "--json").out());
        assertThat(run.get("number").asInt()).isEqualTo(3);
    }

    @Test
    void aKeyOfSeveralListsThem() {
        Shell.Done done = pawl("show", "both");
        assertThat(done.code()).isEqualTo(3);
        assertThat(done.err().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("both is the key of 2 runs; give the number of one"),
                        line -> assertThat(line).contains("RUN", "STATUS"),
                        line -> assertThat(line).contains("2 ", "queued", "q", "both", "ago"),
                        line -> assertThat(line).contains("1 ", "queued", "p", "both", "ago"));
    }

    @Test
    void programsAreToldWhichTheyAre() {
        JsonNode problem = Json.values().readTree(pawl("show", "both", "--json").out());
        assertThat(problem.get("code").asString()).isEqualTo("AMBIGUOUS");
        assertThat(problem.get("candidates")
                        .valueStream()
                        .map(run -> run.get("number").asInt()))
                .containsExactly(2, 1);
    }

    @Test
    void digitsAreANumber() {
        assertThat(pawl("show", "1").out()).contains("Run 1 of p");
        assertThat(pawl("show", "4").code()).isEqualTo(3);
    }

    private static Shell.Done pawl(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--data";
        all[words.length + 1] = folder.resolve(".pawl").toString();
        return Shell.pawl(all);
    }
}
