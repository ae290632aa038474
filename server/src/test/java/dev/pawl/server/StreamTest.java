// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StreamTest {

    private static final int STAGES = 40;

    private final Semaphore may = new Semaphore(0);

    @TempDir
    private Path folder;

    private Pawl pawl;
    private PawlServer server;
    private Http http;
    private Pipeline<Integer> chain;

    @BeforeEach
    void start() {
        var builder = Pipeline.named("chain", Integer.class);
        for (int i = 0; i < STAGES; i++) {
            int number = i;
            builder.stage(
                    "s" + i,
                    Integer.class,
                    s -> (number == 0 ? s : s.after("s" + (number - 1))).run(c -> {
                        may.acquire();
                        c.log("line of " + number);
                        c.emit("part ");
                        return number;
                    }));
        }
        chain = builder.build();
        pawl = PawlOptions.in(folder).open().register(chain).start();
        server = PawlServer.start(pawl, ServerOptions.usual(), "127.0.0.1", 0);
        http = new Http(server.port());
    }

    @AfterEach
    void stop() {
        may.release(10_000);
        server.close();
        pawl.close();
    }

    private static int seq(Listening.Event event) {
        return Json.values().readTree(event.data()).path("seq").asInt();
    }

    @Test
    @Tag("D7")
    @Tag("D8")
    void whoJoinsLateGetsWhatCameBeforeAndThenWhatHappens() throws Exception {
        RunHandle run = pawl.submit(chain, 1, Submission.plain());
        may.release(2);
        try (Listening early = Listening.to(http, "/runs/" + run.id() + "/stream", "")) {
            assertThat(early.next().type()).isEqualTo("snapshot");
            List<Listening.Event> first = early.until(event -> event.data().contains("line of 1"));
            assertThat(first).extracting(Listening.Event::type).contains("log");
            try (Listening late = Listening.to(http, "/runs/" + run.id() + "/stream", "")) {
                assertThat(late.until(event ->
                                event.data().contains("part ") && event.type().equals("text")))
                        .extracting(Listening.Event::type)
                        .startsWith("snapshot");
                may.release(STAGES);
                for (Listening one : List.of(early, late)) {
                    List<Listening.Event> rest = one.until(event -> event.type().equals("done"));
                    assertThat(rest.getLast().data()).contains("succeeded");
                }
            }
        }
    }

    @Test
    @Tag("E1")
    void whoReconnectsAgainAndAgainMissesNoEntryAndSeesNoneTwice() throws Exception {
        Random random = new Random(7);
        RunHandle run = pawl.submit(chain, 1, Submission.plain());
        List<Integer> seen = new ArrayList<>();
        String last = "";
        boolean done = false;
        while (!done) {
            try (Listening some = Listening.to(http, "/runs/" + run.id() + "/stream", last)) {
                if (some.over()) {
                    break;
                }
                int few = random.nextInt(5) + 1;
                may.release(1);
                for (int i = 0; i < few && !done; i++) {
                    Listening.Event event = some.next();
                    if (event == null) {
                        break;
                    }
                    if (event.type().equals("snapshot") && event.id() != null) {
                        IntStream.rangeClosed(1, Integer.parseInt(event.id())).forEach(seen::add); // in one picture
                    }
                    if (event.type().equals("entry")) {
                        seen.add(seq(event));
                    }
                    done = event.type().equals("done");
                }
                last = some.lastId();
            }
        }
        int all = run.view().asOfSeq();
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, all).boxed().toList());
    }
}
