// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a run to who looks at tables by hand: told after it is durable, now and again, and made anew from its journal at any
 * time. Nothing reads it to decide anything.
 *
 * @param seq the entry of the journal up to which it goes: of two, the later one counts
 * @param base the entry up to which it was told before, where this holds only what may be otherwise since; 0 where it is all of it
 * @param row the run's row by then
 * @param error why it failed, or null
 * @param recoveries how often it was taken from a worker that had died
 * @param done how many of its stages are done, {@code of} how many
 * @param stages those that may be otherwise than they were told before
 * @param items those of maps that have ended, and may be otherwise than they were told before
 */
public record Told(
        int seq,
        int base,
        RunRow row,
        @Nullable String error,
        int recoveries,
        int done,
        int of,
        List<OfStage> stages,
        List<OfItem> items) {

    public Told {
        stages = List.copyOf(stages);
        items = List.copyOf(items);
    }

    /**
     * A stage.
     *
     * @param place its place in the pipeline, from 0
     * @param status in words, as in views for people
     * @param sha hash of its output, or null
     * @param size length of its output in bytes
     * @param items how many items it has, or null where it is no map, or they are not listed
     * @param reusedFrom the run that executed it, where that was another one
     */
    public record OfStage(
            String stage,
            int place,
            String status,
            int generation,
            int attempt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String degraded,
            @Nullable String error,
            @Nullable String sha,
            @Nullable Long size,
            @Nullable Integer items,
            @Nullable Integer itemsFailed,
            @Nullable UUID reusedFrom) {}

    /**
     * An item of a map.
     *
     * @param item its place in the list, from 0
     * @param failures how many of its attempts failed
     */
    public record OfItem(
            String stage,
            int item,
            String status,
            int failures,
            @Nullable String degraded,
            @Nullable String error,
            @Nullable String sha,
            @Nullable Long size) {}

    /** The run. */
    public UUID run() {
        return row.id();
    }
}
