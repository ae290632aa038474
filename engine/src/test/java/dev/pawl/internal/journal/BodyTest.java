// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S7")
class BodyTest {

    private static final String AT = "2026-01-02T03:04:05.000001Z";
    private static final Instant THEN = Instant.parse(AT);
    private static final Event RELEASED = new Event.Released(THEN, "drained");
    private static final String ONE = "{\"type\":\"Released\",\"at\":\"" + AT + "\",\"reason\":\"drained\"}";

    private static Body read(String json) {
        return Body.decode(json.getBytes(StandardCharsets.UTF_8), THEN, 3);
    }

    private static String written(Body body) {
        return new String(body.encode(THEN, 3), StandardCharsets.UTF_8);
    }

    @Test
    void isPlain() {
        byte[] value = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
        Content output = Values.contentOf(value);
        Body body = new Body(
                List.of(
                        new Event.Claimed(THEN.minusSeconds(86_400), new UUID(0, 1), 3),
                        new Event.AttemptStarted(THEN.minusNanos(120_000), "a", 0, 1, 3),
                        new Event.AttemptSucceeded(THEN.minusNanos(7_000), "a", output, null),
                        new Event.AttemptSucceeded(THEN, "b", output, "half"),
                        new Event.AttemptStarted(THEN, "c", 2, 4, 1),
                        new Event.CancelRequested(THEN, null, "late"),
                        RELEASED),
                Map.of(output.sha(), value));
        assertThat(written(body))
                .isEqualTo(
                        "[2,{\"Claimed\":\"00000000-0000-0000-0000-000000000001\",\"at\":\"2026-01-01T03:04:05.000001Z\"},"
                                + "{\"Started\":\"a\",\"ago\":120},{\"Succeeded\":\"a\",\"ago\":7,\"output\":{\"a\": 1}},"
                                + "{\"Succeeded\":\"b\",\"output#\":{\"sha\":\"" + output.sha()
                                + "\",\"size\":8},\"degraded\":\"half\"},"
                                + "{\"Started\":\"c\",\"generation\":2,\"number\":4,\"epoch\":1},"
                                + "{\"CancelRequested\":null,\"reason\":\"late\"},{\"Released\":\"drained\"}]");
        Body read = read(written(body));
        assertThat(read.events()).isEqualTo(body.events());
        assertThat(read.values()).containsOnlyKeys(output.sha());
    }

    @Test
    void anyOrderAndUnknownPropertiesAreReadInShort() {
        Body body = read(
                "[2,{\"new\":[{\"deep\":1.5}],\"output\": [1] ,\"ago\":1,\"\":0,\"Succeeded\":\"a\",\"none#\":null}]");
        Content output = Values.contentOf(" [1] ".getBytes(StandardCharsets.UTF_8));
        assertThat(body.events()).containsExactly(new Event.AttemptSucceeded(THEN.minusNanos(1000), "a", output, null));
        assertThat(body.values().get(output.sha())).asString().isEqualTo(" [1] ");
    }

    /** What a store keeps of an entry's time is all that is known of it. */
    @Test
    void aTimeFinerThanStoresKeepIsWrittenOut() {
        Instant fine = THEN.plusNanos(1);
        byte[] body = new Body(List.of(new Event.Released(fine, "x")), Map.of()).encode(fine, 1);
        assertThat(Body.decode(body, THEN, 1).events()).containsExactly(new Event.Released(fine, "x"));
    }

    @Test
    void anyOrderAndUnknownPropertiesAreRead() {
        Body body = read(
                "{\"later\":{\"x\":[1]},\"values\":{\"ab\": [1] },\"events\":[{\"new\":[{\"deep\":1.5}],\"reason\":"
                        + "\"drained\",\"at\":\"" + AT
                        + "\",\"more\":true,\"type\":\"Released\",\"none\":null}],\"v\":1}");
        assertThat(body.events()).containsExactly(RELEASED);
        assertThat(body.values()).containsOnlyKeys("ab");
        assertThat(body.values().get("ab")).asString().isEqualTo(" [1] ");
    }

    @Test
    void whatIsCutShortIsNeverRead() {
        byte[] value = "{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        Content output = Values.contentOf(value);
        Event succeeded = new Event.AttemptSucceeded(THEN, "a", output, null);
        byte[] whole = new Body(List.of(RELEASED, succeeded), Map.of(output.sha(), value)).encode(THEN, 3);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Body.decode(cut, THEN, 3))
                    .as("the first %d bytes", length)
                    .isInstanceOf(StoreException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[3,{\"Released\":\"x\"}] | format 3",
                "[2] | events",
                "[2,1] | events",
                "[2,{\"Released\":null}] | reason",
                "[2,{\"Dreamt\":\"x\"}] | type Dreamt",
                "[2,{\"Succeeded\":\"a\"}] | output",
                "[2,{\"Released\":\"x\",\"ago\":9223372036854775807}] | overflow",
                "{\"v\":2,\"events\":[]} | format 2",
                "{\"v\":1,\"events\":[{\"type\":\"Dreamt\",\"at\":\"2026-01-01T00:00:00Z\"}]} | type Dreamt",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"noon\",\"reason\":\"\"}]} | noon",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"2026-01-01T00:00:00Z\"}]} | reason",
                "{\"v\":1,\"events\":[1]} | events",
                "{\"v\":1,\"events\":[]} | events",
                "{\"v\":1} | events",
                "[] | format",
                "3 | object",
                "{\"v\":1,\"events\":[{\"type\":\"Ended\",\"at\":\"2026-01-01T00:00:00Z\",\"status\":\"running\"}]} | end",
                "{\"v\":1,\"events\":[{\"type\":\"Ended\",\"at\":\"2026-01-01T00:00:00Z\",\"status\":\"odd\"}]} | ODD"
            })
    void whatCannotBeReadIsSaidClearly(String json, String words) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(words)
                .extracting("kind")
                .isEqualTo(StoreException.Kind.BROKEN);
    }

    @Test
    void whatFollowsTheEndIsNotOverlooked() {
        assertThatThrownBy(() -> read("{\"v\":1,\"events\":[" + ONE + "]}{}")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> read("[2,{\"Released\":\"x\"}]{}")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> read("{\"v\":1,\"events\":[" + ONE + ",1],\"values\":{\"ab\":1}}"))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void anythingComesBackAsItWas() {
        Random random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            List<Event> events = new ArrayList<>();
            for (int n = random.nextInt(1, 5); n > 0; n--) {
                events.add(event(random));
            }
            Map<String, byte[]> values = new LinkedHashMap<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                byte[] value = json(random, 3).getBytes(StandardCharsets.UTF_8);
                Content content = Values.contentOf(value);
                values.put(content.sha(), value);
                events.add(new Event.Edited(time(random), text(random), content, null));
            }
            Instant at = random.nextBoolean() ? time(random) : events.getLast().at();
            int epoch = random.nextInt(5);
            Body read = Body.decode(new Body(events, values).encode(at, epoch), at, epoch);
            assertThat(read.events()).isEqualTo(events);
            assertThat(read.values().keySet()).isEqualTo(values.keySet());
            values.forEach((sha, value) -> assertThat(read.values().get(sha)).isEqualTo(value));
        }
    }

    private static Instant time(Random random) {
        long second = random.nextBoolean() ? 2_000_000_000L + random.nextInt(1000) : random.nextLong(4_000_000_000L);
        return Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1000L);
    }

    private static Event event(Random random) {
        Instant at = time(random);
        String stage = text(random);
        int n = random.nextInt(1000);
        return switch (random.nextInt(21)) {
            case 0 ->
                new Event.Created(
                        at,
                        text(random),
                        n,
                        content(random),
                        List.of("a", text(random) + "b"),
                        content(random),
                        maybe(random),
                        maybe(random),
                        random.nextBoolean() ? Map.of() : Map.of(text(random), text(random)),
                        Queueing.NONE);
            case 1 -> new Event.Claimed(at, new UUID(random.nextLong(), random.nextLong()), n);
            case 2 -> new Event.Released(at, text(random), random.nextBoolean());
            case 3 -> new Event.AttemptStarted(at, stage, n, n + 1, n + 2);
            case 4 -> new Event.AttemptSucceeded(at, stage, content(random), maybe(random), files(random));
            case 5 ->
                new Event.AttemptFailed(
                        at, stage, failure(random), random.nextBoolean() ? null : at.plusNanos(1000), partial(random));
            case 6 -> new Event.Doubted(at, stage, random.nextBoolean() ? null : failure(random), partial(random));
            case 7 ->
                new Event.Settled(at, stage, any(random, List.of(SettleAs.values())), partial(random), maybe(random));
            case 8 -> new Event.CancelRequested(at, maybe(random), maybe(random));
            case 9 -> new Event.Resumed(at, maybe(random), List.of(stage));
            case 10 ->
                new Event.LateResult(at, stage, n, n + 1, Attempt.NO_ITEM, n + 2, content(random), files(random));
            case 11 -> new Event.Edited(at, stage, content(random), maybe(random));
            case 12 -> new Event.Undone(at, stage, n, maybe(random));
            case 13 -> new Event.Adopted(at, stage, content(random), files(random), maybe(random));
            case 14 -> new Event.StaleDismissed(at, stage, maybe(random));
            case 15 -> new Event.StaleAccepted(at, stage, maybe(random));
            case 16 ->
                new Event.RefreshAsked(
                        at, random.nextBoolean() ? List.of() : List.of(stage, text(random)), maybe(random));
            case 17 -> new Event.Kept(at, stage);
            case 18 -> new Event.Closed(at, maybe(random));
            case 19 -> reused(random, at, stage);
            default -> new Event.Ended(at, RunStatus.FAILED, random.nextBoolean() ? null : failure(random));
        };
    }

    private static List<Artifact> files(Random random) {
        return random.nextBoolean()
                ? List.of()
                : List.of(new Artifact(text(random) + "/a", "text/plain", content(random)));
    }

    private static Event reused(Random random, Instant at, String stage) {
        StageStatus status = any(random, List.of(StageStatus.SUCCEEDED, StageStatus.DEGRADED, StageStatus.SKIPPED));
        return new Event.Reused(
                at,
                stage,
                status,
                status == StageStatus.SKIPPED ? null : content(random),
                status == StageStatus.DEGRADED ? text(random) : null,
                new UUID(random.nextLong(), random.nextLong()),
                files(random),
                random.nextBoolean() ? Map.of() : Map.of(text(random), content(random).sha()),
                random.nextBoolean());
    }

    private static Failure failure(Random random) {
        return new Failure(any(random, List.of(FailureKind.values())), text(random));
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static Content content(Random random) {
        return new Content(
                String.format("%016x", random.nextLong()).repeat(4), random.nextLong(1L << random.nextInt(1, 40)));
    }

    private static @Nullable Content partial(Random random) {
        return random.nextBoolean() ? null : content(random);
    }

    private static @Nullable String maybe(Random random) {
        return random.nextBoolean() ? null : text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
            text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c);
        }
        return text.toString();
    }

    private static String json(Random random, int depth) {
        String space = random.nextInt(4) == 0 ? " \n\t" : "";
        String inside = switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> "null";
            case 1 -> random.nextInt(1000) + "e" + random.nextInt(5);
            case 2 -> "-" + random.nextInt(1000) + ".0" + random.nextInt(1000);
            case 3 -> "\"" + (random.nextBoolean() ? "\\u0000\\\"" : "☃}],") + "\"";
            case 4 -> "[" + json(random, depth - 1) + "," + json(random, depth - 1) + "]";
            default -> "{\"k\":" + json(random, depth - 1) + "}";
        };
        return space + inside + space;
    }
}
