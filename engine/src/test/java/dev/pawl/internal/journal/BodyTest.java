// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
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
    private static final Event RELEASED = new Event.Released(Instant.parse(AT), "drained");
    private static final String ONE = "{\"type\":\"Released\",\"at\":\"" + AT + "\",\"reason\":\"drained\"}";

    private static Body read(String json) {
        return Body.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isPlain() {
        assertThat(new String(new Body(List.of(RELEASED), Map.of()).encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"events\":[" + ONE + "]}");
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
        byte[] whole = new Body(
                        List.of(RELEASED, RELEASED), Map.of("ab", "{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8)))
                .encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Body.decode(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(StoreException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"v\":2,\"events\":[]} | format 2",
                "{\"v\":1,\"events\":[{\"type\":\"Dreamt\",\"at\":\"2026-01-01T00:00:00Z\"}]} | type Dreamt",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"noon\",\"reason\":\"\"}]} | noon",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"2026-01-01T00:00:00Z\"}]} | reason",
                "{\"v\":1,\"events\":[1]} | events",
                "{\"v\":1,\"events\":[]} | events",
                "{\"v\":1} | events",
                "[] | object",
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
                values.put(content(random).sha(), json(random, 3).getBytes(StandardCharsets.UTF_8));
            }
            Body read = Body.decode(new Body(events, values).encode());
            assertThat(read.events()).isEqualTo(events);
            assertThat(read.values().keySet()).isEqualTo(values.keySet());
            values.forEach((sha, value) -> assertThat(read.values().get(sha)).isEqualTo(value));
        }
    }

    private static Event event(Random random) {
        Instant at = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000) * 1000L);
        String stage = text(random);
        int n = random.nextInt(1000);
        return switch (random.nextInt(12)) {
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
            case 2 -> new Event.Released(at, text(random));
            case 3 -> new Event.AttemptStarted(at, stage, n, n + 1, n + 2);
            case 4 -> new Event.AttemptSucceeded(at, stage, content(random), maybe(random));
            case 5 ->
                new Event.AttemptFailed(
                        at, stage, failure(random), random.nextBoolean() ? null : at.plusNanos(1000), partial(random));
            case 6 -> new Event.Doubted(at, stage, random.nextBoolean() ? null : failure(random), partial(random));
            case 7 ->
                new Event.Settled(at, stage, any(random, List.of(SettleAs.values())), partial(random), maybe(random));
            case 8 -> new Event.CancelRequested(at, maybe(random), maybe(random));
            case 9 -> new Event.Resumed(at, maybe(random), List.of(stage));
            case 10 -> new Event.LateResult(at, stage, n, n + 1, n + 2, content(random));
            default -> new Event.Ended(at, RunStatus.FAILED, random.nextBoolean() ? null : failure(random));
        };
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
