// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Lost;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The latest checkpoint of a stage, of the run's present epoch, until the stage ends. */
interface CheckpointContract extends Subject {

    @Test
    @Tag("D6")
    default void eachReplacesTheOneBefore() {
        UUID run = created(Rows.running("p", null)).run();
        assertThat(latest(run, "detect")).isNull();
        assertThat(put(run, "detect", 1, "10")).isTrue();
        assertThat(put(run, "detect", 1, "20")).isTrue();
        assertThat(put(run, "track", 1, "1")).isTrue();
        assertThat(latest(run, "detect")).isEqualTo("20");
        assertThat(latest(run, "track")).isEqualTo("1");
    }

    @Test
    @Tag("S5")
    default void anotherEpochDoesNotWrite() {
        RunRow row = Rows.running("p", null);
        Chain chain = created(row);
        put(row.id(), "detect", 1, "10");
        append(chain.next("claimed", Rows.owned(row, Rows.id(), 2)));

        assertThat(put(row.id(), "detect", 1, "zombie")).isFalse();
        assertThat(put(row.id(), "detect", 3, "from the future")).isFalse();
        assertThat(put(Rows.id(), "detect", 1, "no such run")).isFalse();
        assertThat(latest(row.id(), "detect")).isEqualTo("10");
        assertThat(put(row.id(), "detect", 2, "30")).isTrue();
        assertThat(latest(row.id(), "detect")).isEqualTo("30");
    }

    @Test
    @Tag("D6")
    default void theAppendThatEndsStagesDropsTheirs() {
        Chain chain = created(Rows.running("p", null));
        UUID run = chain.run();
        UUID bystander = created(Rows.running("p", null)).run();
        for (String stage : List.of("detect", "track", "cluster")) {
            put(run, stage, 1, stage);
        }
        put(bystander, "detect", 1, "stays");
        Append ends = chain.next(new byte[1], null, List.of("detect", "track", "never there"));

        append(ends);
        assertThat(latest(run, "detect")).isNull();
        assertThat(latest(run, "track")).isNull();
        assertThat(latest(run, "cluster")).isEqualTo("cluster");
        assertThat(latest(bystander, "detect")).isEqualTo("stays");

        put(run, "detect", 1, "of the next attempt");
        append(ends);
        assertThat(latest(run, "detect")).as("a repeat drops nothing").isEqualTo("of the next attempt");
    }

    @Test
    @Tag("D6")
    default void anAppendThatLostDropsNothing() {
        Chain chain = created(Rows.running("p", null));
        put(chain.run(), "detect", 1, "10");
        append(chain.next("first to come"));
        assertThat(append(chain.next(new byte[1], null, List.of("detect")))).isInstanceOf(Lost.class);
        assertThat(latest(chain.run(), "detect")).isEqualTo("10");
    }

    private boolean put(UUID run, String stage, int epoch, String body) {
        return Subject.await(
                store().putCheckpoint(new Checkpoint(run, stage, epoch, body.getBytes(StandardCharsets.UTF_8))));
    }

    private @Nullable String latest(UUID run, String stage) {
        Checkpoint checkpoint = Subject.await(other().checkpoint(run, stage));
        return checkpoint == null ? null : new String(checkpoint.body(), StandardCharsets.UTF_8);
    }
}
