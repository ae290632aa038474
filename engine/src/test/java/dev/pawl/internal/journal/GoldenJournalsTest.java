// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Feedback;
import dev.pawl.core.Lineage;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals as a released version wrote them, a folder each: a file an entry, and the run they fold to. They are read for ever,
 * those of the first format too, which nobody writes any more. Where today's writer differs, the format has changed: the old files stay, and the new format gets a folder of
 * its own. {@code -Dpawl.golden=write} writes folders that are not there yet.
 */
@Tag("S7")
class GoldenJournalsTest {

    private static final Path FIRST = Path.of("src/test/resources/golden/v1");
    private static final Path FOLDER = Path.of("src/test/resources/golden/v2");
    private static final UUID RUN = UUID.fromString("019b0000-0000-7000-8000-000000000001");
    static final UUID WORKER = UUID.fromString("019b0000-0000-7000-8000-000000000002");
    static final UUID OTHER = UUID.fromString("019b0000-0000-7000-8000-000000000003");

    /** A journal and its name. */
    record Journal(String name, List<Body> bodies) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private final List<Body> bodies = new ArrayList<>();

    static Instant at(int seconds, int micros) {
        return Instant.parse("2026-01-02T03:04:05Z").plusSeconds(seconds).plusNanos(micros * 1000L);
    }

    Content value(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Content content = large(bytes);
        values.put(content.sha(), bytes);
        return content;
    }

    static Content large(byte[] bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return new Content(HexFormat.of().formatHex(sha.digest(bytes)), bytes.length);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    GoldenJournalsTest entry(Event... events) {
        bodies.add(new Body(List.of(events), new LinkedHashMap<>(values)));
        values.clear();
        return this;
    }

    private Event.Created created(Map<String, String> labels, String... stages) {
        Content definition = large("{\"java\":\"golden\",\"version\":1}".getBytes(StandardCharsets.UTF_8));
        return new Event.Created(
                at(0, 0),
                "golden",
                3,
                definition,
                List.of(stages),
                value("{\"a\": 1e2}"),
                "k",
                "Zoë",
                labels,
                Queueing.NONE);
    }

    Event.Created created(boolean interactive, @Nullable Lineage lineage, String... stages) {
        Event.Created plain = created(Map.of(), stages);
        return new Event.Created(
                plain.at(),
                plain.pipeline(),
                plain.version(),
                plain.definition(),
                plain.stages(),
                plain.input(),
                plain.key(),
                plain.user(),
                plain.labels(),
                Queueing.NONE,
                lineage,
                interactive);
    }

    List<Body> bodies() {
        return bodies;
    }

    private static Journal journal(String name, GoldenJournalsTest of) {
        return new Journal(name, of.bodies);
    }

    static Stream<Journal> journals() {
        return Stream.concat(ofRuns(), GoldenDocuments.journals());
    }

    private static Stream<Journal> ofRuns() {
        return Stream.of(
                succeeded(),
                oddValues(),
                failedAndResumed(),
                taken(),
                cancelled(),
                doubted(),
                timedOut(),
                plain(),
                kinds(),
                items(),
                conditions(),
                files(),
                queued(),
                retried(),
                retriedWithFiles(),
                retriedThoughStale(),
                adopted());
    }

    /** Those that were there when the first format was written. */
    static Stream<Journal> firstJournals() {
        return ofRuns()
                .filter(journal -> !Set.of("retried", "retried-with-files", "retried-though-stale", "adopted", "files")
                        .contains(journal.name()));
    }

    private static Journal retriedWithFiles() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Artifact report = new Artifact("report.pdf", "application/pdf", large(new byte[5000]));
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Reused(at(0, 0), "a", StageStatus.SUCCEEDED, j.value("1"), null, OTHER, List.of(report)));
        return journal("retried-with-files", j);
    }

    private static Journal retriedThoughStale() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Map<String, @Nullable String> reads = new LinkedHashMap<>();
        reads.put("a", large(new byte[5000]).sha());
        reads.put("b", null);
        j.entry(
                j.created(Map.of(), "a", "b", "c"),
                new Event.Reused(
                        at(0, 0), "c", StageStatus.SUCCEEDED, j.value("1"), null, OTHER, List.of(), reads, true));
        return journal("retried-though-stale", j);
    }

    private static Journal adopted() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        List<Artifact> files = List.of(new Artifact("report.pdf", "application/pdf", large(new byte[5000])));
        j.entry(j.created(Map.of(), "a"), new Event.Claimed(at(0, 0), WORKER, 1));
        j.entry(new Event.LateResult(at(1, 0), "a", 0, 1, Attempt.NO_ITEM, 1, j.value("1"), files));
        j.entry(new Event.Adopted(at(2, 0), "a", j.value("1"), files, "ada"));
        return journal("adopted", j);
    }

    private static Journal retried() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Lineage lineage = new Lineage(OTHER, WORKER, "e", 2, "a better \"model\"", "ada", true);
        j.entry(
                j.created(false, lineage, "a", "b", "c", "d", "e"),
                new Event.Reused(at(0, 0), "a", StageStatus.SUCCEEDED, j.value("{\"x\": 1e2}"), null, OTHER),
                new Event.Reused(at(0, 0), "b", StageStatus.DEGRADED, j.value("[ ]"), "thin", WORKER),
                new Event.Reused(at(0, 0), "c", StageStatus.SKIPPED, null, null, WORKER),
                new Event.Reused(at(0, 0), "d", StageStatus.SUCCEEDED, large(new byte[5000]), null, WORKER),
                new Event.ItemsListed(at(0, 0), "e", 2, j.value("[1,2]"), null),
                new Event.ItemSucceeded(at(0, 0), "e", 1, j.value("20"), null),
                new Event.Claimed(at(0, 0), WORKER, 1));
        return journal("retried", j);
    }

    private static Journal succeeded() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("zeta", "☃ \" \\ \n");
        labels.put("alpha", "");
        j.entry(
                j.created(labels, "a", "b-2"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 120), "a", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(1, 0), "a", j.value("null"), null),
                new Event.AttemptStarted(at(1, 1), "b-2", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(2, 0), "b-2", large(new byte[5000]), "a \u0000 half"),
                new Event.Ended(at(2, 1), RunStatus.SUCCEEDED, null));
        return journal("succeeded", j);
    }

    private static Journal queued() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Event.Created plain = j.created(Map.of(), "a");
        j.entry(new Event.Created(
                plain.at(),
                plain.pipeline(),
                plain.version(),
                plain.definition(),
                plain.stages(),
                plain.input(),
                plain.key(),
                plain.user(),
                plain.labels(),
                new Queueing(-3, at(60, 1), true)));
        return journal("queued", j);
    }

    private static Journal oddValues() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        String[] odd = {
            "1e2",
            "-0.0",
            "1.00",
            "123456789012345678901234567890.000",
            "\"\\u0000 \\ud83d\\ude00 😀 \\/ é\"",
            " {\"b\" : 1,\n \"a\":{\"\":[[ ],{ }, null]}}\n",
            "[1e2,100,1E+2,true]",
            "\"\"",
            "\"}],\\\"values\\\":{\""
        };
        String[] stages = new String[odd.length];
        for (int i = 0; i < odd.length; i++) {
            stages[i] = "s" + i;
        }
        j.entry(j.created(Map.of(), stages), new Event.Claimed(at(0, 1), WORKER, 1));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < odd.length; i++) {
            events.add(new Event.AttemptStarted(at(1, i), stages[i], 0, 1, 1));
            events.add(new Event.AttemptSucceeded(at(2, i), stages[i], j.value(odd[i]), null));
        }
        j.entry(events.toArray(Event[]::new));
        return journal("odd-values", j);
    }

    private static Journal failedAndResumed() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "a", "b"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.AttemptFailed(
                at(1, 0), "a", new Failure(FailureKind.ERROR, "line 1\nline 2 ☃"), at(2, 0), j.value("[1, 2]")));
        int second = 2;
        for (FailureKind kind : EnumSet.range(FailureKind.ERROR, FailureKind.CUT_SHORT)) {
            j.entry(new Event.AttemptStarted(at(second, 0), "a", 0, second, 1));
            j.entry(new Event.AttemptFailed(
                    at(second, 1),
                    "a",
                    new Failure(kind, ""),
                    kind == FailureKind.SETTLED ? null : at(second + 1, 0),
                    null));
            second++;
        }
        j.entry(new Event.Ended(at(20, 0), RunStatus.FAILED, new Failure(FailureKind.TIMEOUT, "stage a: slow")));
        j.entry(new Event.LateResult(at(21, 0), "a", 0, 2, 1, j.value("7")));
        j.entry(new Event.Resumed(at(22, 0), "ada", List.of("a")), new Event.Claimed(at(22, 1), OTHER, 2));
        j.entry(new Event.AttemptStarted(at(22, 2), "a", 1, 1, 2));
        return journal("failed-and-resumed", j);
    }

    private static Journal taken() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.Claimed(at(5, 0), OTHER, 2), new Event.AttemptStarted(at(5, 1), "a", 0, 1, 2));
        j.entry(new Event.Released(at(6, 0), "drained"));
        return journal("taken-and-released", j);
    }

    private static Journal cancelled() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.CancelRequested(at(1, 0), "ada", "wrong \"file\""));
        j.entry(new Event.Ended(at(2, 0), RunStatus.CANCELLED, null));
        return journal("cancelled", j);
    }

    private static Journal doubted() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(j.created(Map.of(), "a", "b", "c"), new Event.Claimed(at(0, 1), WORKER, 1));
        for (String stage : List.of("a", "b", "c")) {
            j.entry(new Event.AttemptStarted(at(0, 2), stage, 0, 1, 1), new Event.Doubted(at(1, 0), stage));
        }
        j.entry(new Event.Settled(at(2, 0), "a", SettleAs.RERUN, null, null));
        j.entry(new Event.Settled(at(2, 1), "b", SettleAs.DONE, j.value("\"was sent\""), "ada"));
        j.entry(new Event.Settled(at(2, 2), "c", SettleAs.FAILED, null, "ada"));
        return journal("doubted-and-settled", j);
    }

    private static Journal timedOut() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(j.created(Map.of(), "a", "b"), new Event.Claimed(at(0, 1), WORKER, 1));
        j.entry(
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1),
                new Event.Doubted(
                        at(1, 0),
                        "a",
                        new Failure(FailureKind.TIMEOUT, "took longer than its time-out of 1s"),
                        j.value("\"3 of 5 sent\"")));
        j.entry(new Event.AttemptStarted(at(1, 1), "b", 0, 1, 1));
        j.entry(new Event.Doubted(at(2, 1), "b", new Failure(FailureKind.TIMEOUT, "took longer"), null));
        return journal("doubted-by-time-out", j);
    }

    private static Journal kinds() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "made", "checked", "asked", "skipped", "unclear", "pressed"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "made", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(1, 0), "made", j.value("1"), null),
                new Event.AttemptStarted(at(1, 1), "checked", 0, 1, 1));
        j.entry(new Event.Rejected(
                at(2, 0), "checked", "made", j.value("{\"too\": \"short\"}"), List.of("made", "checked")));
        j.entry(new Event.Claimed(at(3, 0), OTHER, 2, true));
        j.entry(
                new Event.AttemptStarted(at(3, 1), "made", 1, 1, 2),
                new Event.AttemptSucceeded(at(3, 2), "made", j.value("2"), null),
                new Event.AttemptStarted(at(3, 3), "checked", 1, 1, 2),
                new Event.Rejected(at(3, 4), "checked", "made", j.value("\"no\""), List.of()));
        j.entry(
                new Event.StageWaits(at(4, 0), "asked", at(5, 0)),
                new Event.Edited(at(4, 1), "asked", j.value("\"yes\""), "ada"),
                new Event.ConditionEvaluated(at(4, 2), "skipped", false),
                new Event.ConditionEvaluated(at(4, 3), "pressed", true),
                new Event.ConditionFailed(at(4, 4), "unclear", new Failure(FailureKind.CONDITION, "no such key")));
        j.entry(new Event.StageWaits(at(4, 5), "pressed", null), new Event.Reset(at(4, 6), "pressed", "ada"));
        j.entry(new Event.Pressed(at(4, 7), "pressed", null), new Event.Reset(at(4, 8), "unclear", null));
        int second = 5;
        for (FailureKind kind : EnumSet.range(FailureKind.STALLED, FailureKind.CRASHED)) {
            j.entry(
                    new Event.AttemptStarted(at(second, 0), "pressed", 0, second, 2),
                    new Event.AttemptFailed(at(second, 1), "pressed", new Failure(kind, "x"), at(second, 2), null));
            second++;
        }
        return journal("kinds-of-stages", j);
    }

    private static Journal conditions() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "asked", "other"),
                new Event.Claimed(at(0, 1), WORKER, 3, true),
                new Event.ConditionAsked(at(0, 2), "asked", 3));
        return journal("conditions", j);
    }

    private static Journal items() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        j.entry(
                j.created(Map.of(), "each", "named"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "each", 0, 1, 1));
        j.entry(new Event.ItemsListed(at(0, 3), "each", 6, j.value("[1,2,3,4,5,6]"), null));
        j.entry(
                new Event.ItemSucceeded(at(1, 0), "each", 0, j.value("10"), null),
                new Event.ItemSucceeded(at(1, 1), "each", 5, large(new byte[5000]), "thin"),
                new Event.ItemFailed(at(1, 2), "each", 1, new Failure(FailureKind.ERROR, "no"), at(2, 0)),
                new Event.ItemFailed(at(1, 3), "each", 2, new Failure(FailureKind.ERROR_FINAL, "never"), null),
                new Event.ItemStarted(at(1, 4), "each", 3),
                new Event.ItemStarted(at(1, 5), "each", 4));
        j.entry(new Event.ItemDoubted(at(1, 6), "each", 3, new Failure(FailureKind.TIMEOUT, "slow")));
        j.entry(new Event.Doubted(at(2, 0), "each"), new Event.LateResult(at(2, 1), "each", 0, 1, 3, 1, j.value("9")));
        j.entry(new Event.Settled(at(3, 0), "each", SettleAs.DONE, j.value("\"sent\""), "ada"));
        j.entry(
                new Event.AttemptStarted(at(4, 0), "named", 0, 1, 1),
                new Event.ItemsListed(at(4, 1), "named", 2, j.value("[7,8]"), j.value("[\"x\",\"y\"]")));
        return journal("items-of-a-map", j);
    }

    private static Journal files() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Artifact report = new Artifact("report.pdf", "application/pdf", large(new byte[5000]));
        Artifact picture = new Artifact("pictures/ä 1.png", "image/png", large(new byte[7]));
        j.entry(
                j.created(Map.of(), "each", "publish"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "each", 0, 1, 1),
                new Event.ItemsListed(at(0, 3), "each", 1, j.value("[1]"), null));
        j.entry(new Event.ItemSucceeded(at(1, 0), "each", 0, j.value("10"), null, List.of(picture)));
        j.entry(
                new Event.AttemptSucceeded(at(1, 1), "each", j.value("[10]"), null, List.of(picture)),
                new Event.AttemptStarted(at(1, 2), "publish", 0, 1, 1));
        j.entry(new Event.AttemptSucceeded(at(2, 0), "publish", j.value("null"), null, List.of(report, picture)));
        return journal("files", j);
    }

    private static Journal plain() {
        GoldenJournalsTest j = new GoldenJournalsTest();
        Content one = j.value("1");
        j.entry(new Event.Created(at(0, 0), "p", 1, one, List.of("a"), one, null, null, Map.of(), Queueing.NONE));
        j.entry(new Event.CancelRequested(at(0, 0), null, null), new Event.Ended(at(0, 0), RunStatus.CANCELLED, null));
        return journal("plain", j);
    }

    @ParameterizedTest
    @MethodSource("journals")
    void isReadAndWrittenAsEver(Journal journal) throws IOException {
        Path folder = FOLDER.resolve(journal.name());
        if ("write".equals(System.getProperty("pawl.golden")) && !Files.exists(folder)) {
            Files.createDirectories(folder);
            for (int i = 0; i < journal.bodies().size(); i++) {
                Files.write(entry(folder, i), encoded(journal.bodies(), i));
            }
            Files.writeString(folder.resolve("run.txt"), state(journal.bodies()));
        }
        List<byte[]> written = isRead(journal, folder);
        List<Body> read = read(journal, written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(encoded(journal.bodies(), i)).as("what is written today").isEqualTo(written.get(i));
            assertThat(encoded(read, i)).as("read and written").isEqualTo(written.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("firstJournals")
    void theFirstFormatIsReadAsEver(Journal journal) throws IOException {
        isRead(journal, FIRST.resolve(journal.name()));
    }

    /** Whatever is written to a journal stands in one of these. */
    @Test
    void everyKindOfEventIsInOne() {
        Set<Class<?>> there = journals()
                .flatMap(journal -> journal.bodies().stream())
                .flatMap(body -> body.events().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertThat(there).containsAll(kinds(Event.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isInterface() ? kinds(kind) : Stream.of(kind));
    }

    private static List<byte[]> isRead(Journal journal, Path folder) throws IOException {
        List<byte[]> written = new ArrayList<>();
        while (Files.exists(entry(folder, written.size()))) {
            written.add(Files.readAllBytes(entry(folder, written.size())));
        }
        List<Body> read = read(journal, written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(read.get(i).events()).isEqualTo(journal.bodies().get(i).events());
            assertThat(read.get(i).values().keySet())
                    .isEqualTo(journal.bodies().get(i).values().keySet());
            read.get(i)
                    .values()
                    .forEach((sha, value) ->
                            assertThat(large(value).sha()).as("byte for byte").isEqualTo(sha));
        }
        assertThat(read).hasSameSizeAs(journal.bodies());
        assertThat(state(read)).isEqualTo(Files.readString(folder.resolve("run.txt")));
        return written;
    }

    private static List<Body> read(Journal journal, List<byte[]> written) {
        List<Body> read = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            read.add(Body.decode(written.get(i), time(journal.bodies().get(i)), epoch(journal.bodies(), i)));
        }
        return read;
    }

    private static byte[] encoded(List<Body> bodies, int index) {
        return bodies.get(index).encode(time(bodies.get(index)), epoch(bodies, index));
    }

    /** Of the entry, as those who write it have it. */
    private static Instant time(Body body) {
        return body.events().getLast().at();
    }

    private static int epoch(List<Body> bodies, int index) {
        Run run = Run.empty(RUN);
        for (Body body : bodies.subList(0, index + 1)) {
            for (Event event : body.events()) {
                run = Decider.apply(run, event);
            }
        }
        return run.epoch();
    }

    private static Path entry(Path folder, int position) {
        return folder.resolve((position + 1) + ".json");
    }

    /** As before there could be several. */
    private static String said(Feedback f) {
        return f.said().size() == 1
                ? f.said().firstEntry().getValue().toString()
                : f.said().toString();
    }

    /** What came later is said only where there is any, so that what was written before stays as it was. */
    private static String words(StageState s) {
        String more = (s.cleared() ? " cleared" : "")
                + (s.pressed() ? " pressed" : "")
                + (s.held() ? " held" : "")
                + (s.rounds() > 0 ? " rounds=" + s.rounds() : "")
                + (s.feedback() == null ? "" : " feedback=" + said(s.feedback()))
                + (s.items() == null ? "" : " items=" + s.items())
                + (s.reusedFrom() == null ? "" : " reusedFrom=" + s.reusedFrom())
                + (s.artifacts().isEmpty() ? "" : " artifacts=" + s.artifacts());
        return "StageState[status=" + s.status() + ", waitsFor=" + s.waitsFor() + ", generation=" + s.generation()
                + ", number=" + s.number() + ", epoch=" + s.epoch() + ", startOrdinal=" + s.startOrdinal()
                + ", startedAt=" + s.startedAt() + ", finishedAt=" + s.finishedAt() + ", retryAt=" + s.until()
                + ", output=" + s.output() + ", partial=" + s.partial() + ", degraded=" + s.degraded() + ", failure="
                + s.failure() + "]" + more;
    }

    private static String state(List<Body> bodies) {
        Run run = Run.empty(RUN);
        for (Body body : bodies) {
            for (Event event : body.events()) {
                run = Decider.apply(run, event);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("status " + run.status() + " owner " + run.owner() + " epoch " + run.epoch() + " started "
                + run.startedAt() + " late " + run.lateResults());
        // what a run may be queued by is younger than the first of these pages
        lines.add(Rows.project(run, 1)
                .toString()
                .replace(", retry=null]", "]")
                .replace(", priority=0, notBefore=null]", "]"));
        for (StageState stage : run.stages()) {
            lines.add(words(stage) + (run.created().interactive() ? GoldenDocuments.words(stage.past()) : ""));
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.replace("\u0000", "<NUL>").replace("\n", "<LF>"))
                .append('\n'));
        return text.toString();
    }
}
