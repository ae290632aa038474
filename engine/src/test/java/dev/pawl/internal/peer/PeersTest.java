// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.Health;
import dev.pawl.ItemView;
import dev.pawl.Json;
import dev.pawl.RunView;
import dev.pawl.RunView.Possible;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D5")
@Timeout(60)
class PeersTest {

    private static final Instant T = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final UUID RUN = new UUID(1, 2);
    private static final ProcessMark HERE = new ProcessMark("boot", "space", 7);
    private static final String HOST = "127.0.0.1";

    private volatile Instant now = T;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpPeers owner = new HttpPeers(HOST, HERE, threads, () -> now);
    private final HttpPeers asker = new HttpPeers(HOST, HERE, threads, () -> now);
    private final RunView view = view();
    private @Nullable HttpServer liar;

    @AfterEach
    void end() {
        owner.close();
        asker.close();
        threads.close();
        if (liar != null) {
            liar.stop(0);
        }
    }

    private static RunView view() {
        StageView stage = new StageView(
                "detect",
                "map",
                "auto",
                StageStatus.WAITING,
                true,
                List.of("frames"),
                2,
                1,
                Health.LATE,
                WaitFor.BACK_OFF,
                T,
                T.plusSeconds(3),
                false,
                T,
                null,
                1_234,
                new Heartbeat(T, 41, 412, 1_800, "\"fünf\u0000\"", Map.of("faces", 97L)),
                4L,
                new ItemCounts(10, 5, 1, 2, 1, 1),
                0,
                0,
                false,
                "error: \n…",
                null,
                1L << 40,
                List.of(new Possible("reset", false, "it rests")),
                2,
                List.of(new StageView.Stale("frames", "a", null)),
                true,
                List.of(new ItemView(3, "key", null, ItemStatus.FAILED, 2, "broken")));
        return new RunView(
                RUN,
                12,
                "detect-embed",
                3,
                "S05E03",
                null,
                RunStatus.RUNNING,
                true,
                false,
                Health.LATE,
                RunView.Source.OWNER,
                17,
                new RunView.Owner(new UUID(0, 9), "node-1", "host", 4711, 2, T),
                1,
                Map.of("team", "media"),
                T,
                T,
                null,
                T,
                new RunView.Progress(3, 8, 37.5, 41L),
                null,
                false,
                "Running detect",
                List.of(stage),
                List.of(new Possible("cancel", true, null)));
    }

    private static WorkerInfo worker(@Nullable String address, @Nullable ProcessMark process) {
        return new WorkerInfo(new UUID(0, 9), "node-1", "host", 4711, T, process, address);
    }

    private Reach reach() {
        String address = owner.listen(run -> run.equals(RUN) ? view : null);
        return Objects.requireNonNull(Reach.read(address));
    }

    @Test
    void anOwnerTellsHowARunIs() {
        WorkerInfo worker = worker(reach().written(), HERE);
        assertThat(asker.ask(worker, RUN)).isEqualTo(view);
        assertThat(asker.ask(worker, new UUID(1, 3))).isNull();
    }

    /** No answer is waited for for longer than a second, and the first ones of a busy machine can take that. */
    private @Nullable RunView told(Reach reach) {
        RunView told = null;
        for (int i = 0; i < 20 && told == null; i++) {
            told = asker.ask(worker(reach.written(), HERE), RUN);
        }
        return told;
    }

    @Test
    void whoListensSaysSoOnce() {
        assertThat(reach()).isEqualTo(reach());
        assertThat(reach().toString()).doesNotContain(reach().key());
        WorkerInfo worker = worker(reach().written(), HERE);
        assertThat(worker.toString() + worker.withoutKey()).doesNotContain(reach().key());
        assertThat(worker.withoutKey().address()).isEqualTo(reach().uri().toString());
    }

    @Test
    void anAddressForOneMachineIsAskedOnThatMachineOnly() {
        String address = reach().written();
        assertThat(asker.ask(worker(address, null), RUN)).isNull();
        assertThat(asker.ask(worker(address, new ProcessMark("another", "space", 7)), RUN))
                .isNull();
        assertThat(asker.ask(worker(address, new ProcessMark("boot", "container", 7)), RUN))
                .isNull();
    }

    @Test
    void nothingIsToldWithoutTheKey() throws Exception {
        Reach reach = reach();
        String path = Answers.RUNS + RUN;
        String nonce = Seal.nonce(T);
        String good = Seal.ofQuestion(reach.key(), nonce, path);
        assertThat(status(reach, "GET", path, nonce, good)).isEqualTo(200);
        assertThat(status(reach, "GET", path, null, null)).isEqualTo(401);
        assertThat(status(reach, "GET", path, nonce, null)).isEqualTo(401);
        assertThat(status(reach, "GET", path, Seal.nonce(T), good)).isEqualTo(401);
        assertThat(status(reach, "GET", Answers.RUNS + new UUID(3, 4), nonce, good))
                .isEqualTo(401);
        assertThat(status(reach, "GET", path, nonce, Seal.ofQuestion("another", nonce, path)))
                .isEqualTo(401);
        assertThat(status(reach, "GET", path, nonce, Seal.ofAnswer(reach.key(), nonce, new byte[0])))
                .isEqualTo(401);
        assertThat(status(reach, "POST", path, nonce, good)).isEqualTo(405);
        String rubbish = Answers.RUNS + "../../etc/passwd";
        assertThat(status(reach, "GET", rubbish, nonce, Seal.ofQuestion(reach.key(), nonce, rubbish)))
                .isEqualTo(404);
        assertThat(status(reach, "GET", "/", null, null)).isEqualTo(404);
        assertThat(asker.ask(worker(new Reach(reach.uri(), "another").written(), HERE), RUN))
                .isNull();
    }

    @Test
    void aQuestionThatWasOverheardIsGoodForSomeMinutes() throws Exception {
        Reach reach = reach();
        String path = Answers.RUNS + RUN;
        String nonce = Seal.nonce(T);
        String seal = Seal.ofQuestion(reach.key(), nonce, path);
        for (int minutes = -7; minutes <= 7; minutes++) {
            now = T.plus(Duration.ofMinutes(minutes));
            assertThat(status(reach, "GET", path, nonce, seal))
                    .as("%s minutes later", minutes)
                    .isEqualTo(Math.abs(minutes) <= 5 ? 200 : 401);
        }
        now = T;
        for (String timeless : List.of(Seal.random(), ".", Long.MAX_VALUE + "." + Seal.random())) {
            assertThat(status(reach, "GET", path, timeless, Seal.ofQuestion(reach.key(), timeless, path)))
                    .as(timeless)
                    .isEqualTo(401);
        }
    }

    private static int status(Reach reach, String method, String path, @Nullable String nonce, @Nullable String seal)
            throws IOException {
        var http = (HttpURLConnection) URI.create(reach.uri() + path).toURL().openConnection();
        http.setRequestMethod(method);
        if (nonce != null) {
            http.setRequestProperty(Answers.NONCE, nonce);
        }
        if (seal != null) {
            http.setRequestProperty(Answers.SEAL, seal);
        }
        int status = http.getResponseCode();
        http.disconnect();
        return status;
    }

    @Test
    void whoeverTookAPortIsNotBelieved() throws Exception {
        String key = Seal.random();
        byte[] body = Json.views().writeValueAsBytes(view);
        assertThat(told(key, body, Seal.ofAnswer(key, Seal.nonce(T), body)))
                .as("the answer to another question")
                .isNull();
        assertThat(told(key, body, null)).isNull();
        assertThat(told(key, "rubbish".getBytes(StandardCharsets.UTF_8), null)).isNull();
    }

    private @Nullable RunView told(String key, byte[] body, @Nullable String seal) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar = made;
        made.createContext("/", exchange -> {
            if (seal != null) {
                exchange.getResponseHeaders().set(Answers.SEAL, seal);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        made.start();
        Reach reach =
                new Reach(URI.create("http://" + HOST + ":" + made.getAddress().getPort()), key);
        return asker.ask(worker(reach.written(), HERE), RUN);
    }

    @Test
    void whoAnswersAsAnotherVersionWouldIsNotBelieved() throws Exception {
        String more = new String(Json.views().writeValueAsBytes(view), StandardCharsets.UTF_8);
        for (String other :
                List.of(more.replaceFirst("\\{", "{\"new\":1,"), more.replace("\"sentence\"", "\"said\""))) {
            byte[] body = other.getBytes(StandardCharsets.UTF_8);
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String key = Seal.random();
            made.createContext("/", exchange -> {
                String nonce = exchange.getRequestHeaders().getFirst(Answers.NONCE);
                exchange.getResponseHeaders().set(Answers.SEAL, Seal.ofAnswer(key, nonce, body));
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            made.start();
            Reach reach = new Reach(
                    URI.create("http://" + HOST + ":" + made.getAddress().getPort()), key);
            assertThat(asker.ask(worker(reach.written(), HERE), RUN)).isNull();
            made.stop(0);
        }
    }

    @Test
    void whoStandsStillIsWaitedForNoLongerThanAMoment() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Reach reach = new Reach(URI.create("http://" + HOST + ":" + silent.getLocalPort()), "key");
            long before = System.nanoTime();
            assertThat(asker.ask(worker(reach.written(), HERE), RUN)).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void whoIsGoneOrSaysNothingIsAskedInVain() {
        WorkerInfo gone = worker(reach().written(), HERE);
        owner.close();
        assertThat(asker.ask(gone, RUN)).isNull();
        for (String address :
                new String[] {null, "", "http://127.0.0.1:7170", "not an address at all", "http:// key"}) {
            assertThat(asker.ask(worker(address, HERE), RUN)).as(address).isNull();
        }
    }

    @Test
    void aNameIsLookedUpOnceByWhoListens() {
        try (HttpPeers named = new HttpPeers("localhost", HERE, threads, () -> now)) {
            Reach reach = Objects.requireNonNull(Reach.read(named.listen(run -> view)));
            assertThat(reach.uri().getHost()).isIn("127.0.0.1", "[0:0:0:0:0:0:0:1]");
            assertThat(reach.local()).isTrue();
            assertThat(told(reach)).isEqualTo(view);
            String byName = "http://localhost:" + reach.uri().getPort() + " " + reach.key();
            assertThat(asker.ask(worker(byName, HERE), RUN)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:1 key", "http://my_host:1 key", "http://1.2.3:1 key", "http://1.2.3.400:1 key"
            })
    void onlyAnAddressIsAsked(String address) {
        assertThat(Reach.read(address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.7:1 key",
                "http://[2001:db8:0:0:0:0:0:7]:1 key",
                "http://[fe80:0:0:0:0:0:0:7%eth0]:1 key"
            })
    void anAddressOfAnotherMachineIsNoneForOneMachine(String address) {
        Reach reach = Objects.requireNonNull(Reach.read(address));
        assertThat(reach.local()).isFalse();
        assertThat(reach.written()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "::", "224.0.0.1", "", " ", "no such host"})
    void aHostByWhichNobodyReachesThisMachineCostsNoStart(String host) {
        try (HttpPeers elsewhere = new HttpPeers(host, HERE, threads, () -> now)) {
            assertThatCode(() -> assertThat(elsewhere.listen(run -> null)).isNull())
                    .doesNotThrowAnyException();
        }
    }
}
