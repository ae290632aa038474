// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Of a run whose items failed, but for one, it is said which they are. 1 is degraded and has keys, 2 failed and has none. */
class ShowItemsTest {

    private static final String ITEMS = """
            pipeline: NAME
            stages:
              - id: detect
                map: ${input.list}
                KEY
                allow-failed: ALLOWED
                parallel: 4
                command: [sh, -c, 'test $1 = clip-3 && exit 0; echo no faces >&2; exit 3', sh, '${item.id}']
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void runs() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("keys.yaml"),
                ITEMS.replace("NAME", "keys")
                        .replace("KEY", "item-key: ${item.id}")
                        .replace("ALLOWED", "100%"));
        Files.writeString(
                folder.resolve("plain.yaml"),
                ITEMS.replace("NAME", "plain").replace("    KEY\n", "").replace("ALLOWED", "0"));
        String list = IntStream.range(0, 12)
                .mapToObj(i -> "{\"id\":\"clip-" + i + "\"}")
                .toList()
                .toString();
        Files.writeString(folder.resolve("input.json"), "{\"list\":" + list + "}");
        assertThat(Child.pawl(folder, "run", "keys.yaml", "--input", "@input.json")
                        .code())
                .isZero();
        assertThat(Child.pawl(folder, "run", "plain.yaml", "--input", "@input.json")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void theFirstThatFailedAreNamedByTheirKeys() {
        assertThat(show("1").out())
                .contains("✗ clip-0: ", "✗ clip-4: ", "… and 6 more: pawl show 1 --items failed")
                .doesNotContain("✗ clip-3", "✗ clip-6");
    }

    @Test
    void withoutKeysByPlaceAndValue() {
        assertThat(show("2").out()).contains("✗ item 0 {\"id\":\"clip-0\"}: ", "… and 6 more: ");
    }

    @Test
    void theViewHasTenAndCountsAll() {
        JsonNode stage =
                Json.values().readTree(show("1", "--json").out()).get("stages").get(0);
        assertThat(stage.get("items").get("failed").asInt()).isEqualTo(11);
        assertThat(stage.get("failedItems")).hasSize(10);
        assertThat(stage.get("failedItems").get(3).get("key").asString()).isEqualTo("clip-4");
        assertThat(stage.get("failedItems").get(3).get("index").asInt()).isEqualTo(4);
        assertThat(stage.get("failedItems").get(3).get("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void allCanBeListed() {
        assertThat(show("1", "--items", "failed").out().lines()).hasSize(12).noneMatch(line -> line.contains("clip-3"));
        assertThat(show("1", "--items", "succeeded").out().lines())
                .last()
                .satisfies(line -> assertThat(line).contains("clip-3", "succeeded", "1"));
        assertThat(Json.values()
                        .readTree(show("2", "--items", "all", "--json").out())
                        .get("items")
                        .get("detect"))
                .hasSize(12);
        assertThat(show("1", "--items", "odd").code()).isEqualTo(2);
    }

    private static Shell.Done show(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "show";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = folder.resolve(".pawl").toString();
        return Shell.pawl(all);
    }
}
