// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.ScheduleRow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far a schedule was carried out: each step by one alone. */
interface ScheduleContract extends Subject {

    Instant MIDNIGHT = Instant.parse("2026-03-04T00:00:00.000001Z");

    @Test
    default void itIsKeptByPipeline() {
        ScheduleRow first = new ScheduleRow("p", "0 0 * * * UTC", MIDNIGHT);
        ScheduleRow other = new ScheduleRow("p2", "every 5m", MIDNIGHT.plusSeconds(300));
        assertThat(Subject.await(store().schedule("p"))).isNull();
        assertThat(advance(null, first)).isTrue();
        assertThat(advance(null, other)).isTrue();
        assertThat(Subject.await(other().schedule("p"))).isEqualTo(first);
        assertThat(Subject.await(store().schedule("p2"))).isEqualTo(other);
    }

    @Test
    default void whoSawItOtherwiseDoesNotAdvanceIt() {
        ScheduleRow first = new ScheduleRow("p", "daily", MIDNIGHT);
        ScheduleRow second = new ScheduleRow("p", "daily", MIDNIGHT.plusSeconds(86400));
        ScheduleRow changed = new ScheduleRow("p", "weekly", MIDNIGHT.plusSeconds(86400));
        assertThat(advance(first, second)).as("there is none").isFalse();
        assertThat(Subject.await(store().schedule("p"))).isNull();
        assertThat(advance(null, first)).isTrue();
        assertThat(advance(null, second)).as("there is one").isFalse();
        assertThat(advance(new ScheduleRow("p", "weekly", MIDNIGHT), second))
                .as("of another rule")
                .isFalse();
        assertThat(advance(new ScheduleRow("p", "daily", MIDNIGHT.plusNanos(1000)), second))
                .as("of another time")
                .isFalse();
        assertThat(Subject.await(store().schedule("p"))).isEqualTo(first);
        assertThat(advance(first, second)).isTrue();
        assertThat(advance(first, second)).as("once").isFalse();
        assertThat(advance(second, changed)).isTrue();
        assertThat(Subject.await(store().schedule("p"))).isEqualTo(changed);
    }

    @Test
    default void ofManyAtOnceOneAdvancesIt() {
        ScheduleRow seen = null;
        for (int step = 0; step < 10; step++) {
            ScheduleRow last = seen;
            ScheduleRow next = new ScheduleRow("p", "daily", MIDNIGHT.plusSeconds(step));
            List<CompletableFuture<Boolean>> all = IntStream.range(0, 8)
                    .mapToObj(i -> (i % 2 == 0 ? store() : other()).advance(last, next))
                    .toList();
            assertThat(all.stream().filter(Subject::await)).hasSize(1);
            seen = next;
        }
    }

    private boolean advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        return Subject.await(store().advance(seen, next));
    }
}
