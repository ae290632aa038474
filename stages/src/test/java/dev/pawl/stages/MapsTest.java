// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.Json;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of commands and calls, on the real engine with real processes. */
class MapsTest {

    /** Fails for an item that there is a file broken-ITEM for. */
    private static final String FRAGILE = """
            - id: each
              map: ${input.files}
              parallel: 3
              env: {ITEM: "${item}"}
              command: [sh, -c, 'echo $ITEM >> done; test ! -e broken-$ITEM && printf ''"<%s>"'' $ITEM > $PAWL_OUTPUT']
            """;

    @TempDir
    Path folder;

    private Bed bed;

    @BeforeEach
    void open() {
        bed = new Bed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    void resuming_does_only_what_failed_again() throws Exception {
        bed.write("broken-b", "");
        bed.write("broken-d", "");
        RunHandle run = bed.submit(FRAGILE, "{\"files\": [\"a\", \"b\", \"c\", \"d\", \"e\"]}");
        RunView failed = bed.end(run, FAILED);
        assertThat(failed.error()).contains("2 of 5 items failed", "item 1: sh ended with exit code 1");
        assertThat(bed.tally("done")).isEqualTo(Map.of("a", 1, "b", 1, "c", 1, "d", 1, "e", 1));

        Files.delete(bed.file("broken-b"));
        Files.delete(bed.file("broken-d"));
        bed.pawl().resume(run.id(), null);
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "each")).isEqualTo("[\"<a>\",\"<b>\",\"<c>\",\"<d>\",\"<e>\"]");
        assertThat(bed.tally("done")).isEqualTo(Map.of("a", 1, "b", 2, "c", 1, "d", 2, "e", 1));
    }

    @Test
    @Tag("B5")
    void a_few_may_fail_and_their_output_is_null() throws Exception {
        bed.write("broken-b", "");
        RunHandle run = bed.submit(FRAGILE + "  allow-failed: 34%\n", "{\"files\": [\"a\", \"b\", \"c\"]}");

        RunView view = bed.end(run, SUCCEEDED);

        assertThat(view.degraded()).isTrue();
        assertThat(bed.output(run, "each")).isEqualTo("[\"<a>\",null,\"<c>\"]");
    }

    @Test
    @Tag("S3")
    @Tag("S4")
    @Tag("B5")
    void who_takes_over_does_only_what_is_missing() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input}
                  parallel: 2
                  env: {ITEM: "${item}"}
                  command: [sh, -c, 'echo $ITEM >> done; test $ITEM -lt 4 -o -e go || exec sleep 1000; echo $ITEM > $PAWL_OUTPUT']
                """, "[0, 1, 2, 3, 4, 5, 6, 7]");
        bed.until(run, view -> count(run) == 4 && lines("done") == 6);

        bed.restart();
        bed.write("go", "");
        RunHandle taken = bed.pawl().run(run.id());
        bed.end(taken, SUCCEEDED);

        assertThat(bed.output(taken, "each")).isEqualToIgnoringWhitespace("[0,1,2,3,4,5,6,7]");
        assertThat(bed.tally("done")).isEqualTo(Map.of("0", 1, "1", 1, "2", 1, "3", 1, "4", 2, "5", 2, "6", 1, "7", 1));
        assertThat(bed.events(taken, Event.ItemsListed.class)).hasSize(1);
    }

    @Test
    void a_command_finds_its_item_and_what_came_before_on_stdin() throws Exception {
        RunHandle run = bed.submit("""
                - id: list
                  command: [sh, -c, 'printf ''{"all": {"files": [ {"name": "ü", "size": 1.50}, null ]}}'' > $PAWL_OUTPUT']
                - id: each
                  after: [list]
                  map: ${list.output.all.files}
                  command: [sh, -c, 'cat > $PAWL_OUTPUT']
                """, "7");
        bed.end(run, SUCCEEDED);

        String before =
                "\"input\":7,\"outputs\":{\"list\":{\"all\":{\"files\":[{\"name\":\"ü\",\"size\":1.50},null]}}}";
        String previous = "\"previous\":{\"all\":{\"files\":[{\"name\":\"ü\",\"size\":1.50},null]}}";
        assertThat(bed.output(run, "each"))
                .isEqualToIgnoringWhitespace("[{" + before + "," + previous
                        + ",\"item\":{\"name\":\"ü\",\"size\":1.50},\"feedback\":null},{" + before + "," + previous
                        + ",\"item\":null,\"feedback\":null}]");
    }

    @Test
    void items_at_once_have_folders_of_their_own() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input}
                  parallel: 4
                  env: {ITEM: "${item}"}
                  command: [sh, -c, 'echo $ITEM > here-$ITEM; until test -e here-1 -a -e here-2 -a -e here-3 -a -e here-4; do sleep 0.05; done;
                    dirname $PAWL_OUTPUT | sed ''s/.*/"&"/'' > $PAWL_OUTPUT']
                """, "[1, 2, 3, 4]");
        bed.end(run, SUCCEEDED);

        Set<String> folders = new TreeSet<>();
        Json.values().readTree(bed.output(run, "each")).forEach(dir -> folders.add(dir.stringValue()));
        assertThat(folders)
                .hasSize(4)
                .allSatisfy(dir -> assertThat(Path.of(dir)).doesNotExist());
    }

    @Test
    void each_item_is_retried_and_timed_on_its_own() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input}
                  timeout: 3s
                  retry: {max: 1, backoff: 0s}
                  command: [sh, -c, 'case $PAWL_ATTEMPT in */each/0/1/1) exit 1;; */each/0/1/2) exec sleep 1000;; esac; sleep 1.1;
                    printf ''"%s"'' $${PAWL_ATTEMPT#*/} > $PAWL_OUTPUT']
                """, "[0, 1, 2]");
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "each")).isEqualTo("[\"each/0/1/0\",\"each/0/2/1\",\"each/0/2/2\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "map: ${input.files}|{}|its items cannot be listed: ${input.files}: there is no key `files` in input; it is"
                        + " empty",
                "map: ${input.files}|{'files':'a'}|its items cannot be listed: ${input.files}: input.files is a text, and not"
                        + " a list; name a list",
                "map: ${input.n + 1}|{'n':1}|its items cannot be listed: ${input.n + 1}: it came to a number, and not a"
                        + " list; name a list",
                "{map: '${input}', item-key: '${item.n}'}|[{'n':1},{'n':'1'}]|its items cannot be listed: items 0 and 1 are"
                        + " both called '1'; each needs a name of its own",
                "{map: '${input}', item-key: '${item.n}'}|[{'n':null}]|its items cannot be listed: the key of an item is"
                        + " null, an object, a list or empty; have `item-key` come to a text or a number, up to 500 characters",
                "{map: '${input}', item-key: '${item.n}'}|[{'n':1},{}]|its items cannot be listed: an item has no key:"
                        + " ${item.n}: there is no key `n` in item; it is empty",
            })
    void a_list_that_cannot_be_made_fails_the_stage_without_retry(String map, String input, String message)
            throws Exception {
        String keys =
                map.startsWith("{") ? map.substring(1, map.length() - 1).replace(", item-key", "\n  item-key") : map;
        RunHandle run = bed.submit(
                "- id: each\n  retry: {max: 3, backoff: 1h}\n  command: [ls]\n  " + keys + "\n",
                input.replace('\'', '"'));

        assertThat(bed.end(run, FAILED).error()).contains(message);
    }

    @Test
    void nothing_to_do_is_done() throws Exception {
        RunHandle run = bed.submit("- id: each\n  map: ${input}\n  command: [nosuchcommand]\n", "[]");
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "each")).isEqualTo("[]");
    }

    @Test
    void a_stage_after_it_uses_the_outputs_of_all_items() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input.filter(n, n > 1)}
                  item-key: ${item * 2}
                  command: [sh, -c, 'echo $0 > $PAWL_OUTPUT', "${item * 10}"]
                - id: sum
                  after: [each]
                  command: [sh, -c, 'echo $0 > $PAWL_OUTPUT', "${each.output[0] + each.output[1]}"]
                """, "[1, 2, 3]");
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "sum")).isEqualTo("50\n");
    }

    @Test
    void calls_are_made_for_each_item_under_a_key_of_its_own() throws Exception {
        Set<String> calls = Collections.synchronizedSet(new TreeSet<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            String path = exchange.getRequestURI().getPath();
            calls.add(path + key.substring(key.indexOf('/')));
            byte[] body = ("\"" + path + "\"").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(path.equals("/c") ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            RunHandle run =
                    bed.submit("""
                    - id: each
                      map: ${input}
                      parallel: 2
                      allow-failed: 1
                      http: {url: "http://127.0.0.1:PORT/${item.name}"}
                    """.replace("PORT", "" + server.getAddress().getPort()), """
                    [{"name": "a"}, {"name": "b"}, {"name": "c"}]""");
            bed.end(run, SUCCEEDED);

            assertThat(bed.output(run, "each")).isEqualTo("[\"/a\",\"/b\",null]");
            assertThat(calls).containsExactly("/a/each/0/1/0", "/b/each/0/1/1", "/c/each/0/1/2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    @Tag("C5")
    void what_each_item_is_to_produce_is_looked_for() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input}
                  produces: [n]
                  command: [sh, -c, 'echo "{\\"$0\\": 1}" > $PAWL_OUTPUT', "${item}"]
                """, "[\"n\", \"m\"]");

        assertThat(bed.end(run, FAILED).error())
                .contains("1 of 2 items failed", "item 1: its output has no n, which the stage declares to produce");
    }

    @Test
    @Tag("S9")
    void an_external_item_caught_mid_way_waits_for_a_person() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  map: ${input}
                  effect: external
                  command: [sh, -c, 'echo $0 >> done; test $0 = 0 || exec sleep 1000', "${item}"]
                """, "[0, 1]");
        bed.until(run, view -> lines("done") == 2);

        bed.restart();
        RunHandle taken = bed.pawl().run(run.id());
        bed.until(taken, "each", StageStatus.WAITING);

        assertThat(bed.tally("done")).isEqualTo(Map.of("0", 1, "1", 1));
    }

    private long count(RunHandle run) {
        return bed.events(run, Event.ItemSucceeded.class).count();
    }

    private long lines(String file) {
        try {
            return Files.exists(bed.file(file))
                    ? Files.readAllLines(bed.file(file)).size()
                    : 0;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
