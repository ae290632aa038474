// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run at one moment, for people and programs.
 *
 * @param status waiting also where all that could go on waits for capacity, which no journal says
 * @param health the worst of its stages; null where the run is not active
 * @param source where the answer comes from
 * @param asOfSeq the latest entry of the journal it knows
 * @param recoveries how often it was taken from a worker that had died; not counted in a list of runs
 * @param error why it failed, or what was left behind when it was cancelled
 * @param interactive whether it is a document: it stays open until a person closes it
 * @param held whether the database takes no writes for now, so that what finishes meanwhile is not durable yet
 * @param sentence how it stands, in words
 * @param stages none in a list of runs
 * @param actions what can be done to it, each with the reason where it cannot
 * @param root the first of the runs that took each other up: itself, where it took up none
 * @param parent the run it took up, or null
 * @param retryFrom the stage it began at, or null where it took up none
 * @param depth how many runs are before it
 */
public record RunView(
        UUID id,
        long number,
        String pipeline,
        int version,
        @Nullable String key,
        @Nullable String user,
        RunStatus status,
        boolean degraded,
        boolean interactive,
        @Nullable Health health,
        Source source,
        int asOfSeq,
        @Nullable Owner owner,
        int recoveries,
        Map<String, String> labels,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant lastHeartbeatAt,
        Progress progress,
        @Nullable String error,
        boolean held,
        String sentence,
        List<StageView> stages,
        List<Possible> actions,
        UUID root,
        @Nullable UUID parent,
        @Nullable String retryFrom,
        int depth) {

    /** One that took up no other. */
    public RunView(
            UUID id,
            long number,
            String pipeline,
            int version,
            @Nullable String key,
            @Nullable String user,
            RunStatus status,
            boolean degraded,
            boolean interactive,
            @Nullable Health health,
            Source source,
            int asOfSeq,
            @Nullable Owner owner,
            int recoveries,
            Map<String, String> labels,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant lastHeartbeatAt,
            Progress progress,
            @Nullable String error,
            boolean held,
            String sentence,
            List<StageView> stages,
            List<Possible> actions) {
        this(
                id,
                number,
                pipeline,
                version,
                key,
                user,
                status,
                degraded,
                interactive,
                health,
                source,
                asOfSeq,
                owner,
                recoveries,
                labels,
                createdAt,
                startedAt,
                finishedAt,
                lastHeartbeatAt,
                progress,
                error,
                held,
                sentence,
                stages,
                actions,
                id,
                null,
                null,
                0);
    }

    /** Where an answer comes from. */
    public enum Source {
        /** The process that executes the run is this one. */
        MEMORY,
        /** The process that executes the run is another one, and was asked. */
        OWNER,
        /** The database. */
        JOURNAL
    }

    /** Who executes the run. */
    public record Owner(UUID worker, String name, String host, long pid, int epoch, Instant since) {}

    /**
     * How much is done: stages, or the items of a run that is one map.
     *
     * @param percent 0 to 100; a stage that says how far it is counts in part
     * @param etaSeconds how long it still takes at the pace it has, where that is known
     */
    public record Progress(
            int done, int total, double percent, @Nullable Long etaSeconds) {}

    /** Something that can be done, or not for that reason. */
    public record Possible(
            String name, boolean enabled, @Nullable String reason) {}

    /** The same, with more said of its stages. */
    public RunView withStages(List<StageView> more) {
        return with(source, more);
    }

    /** The same, from there. */
    public RunView from(Source where) {
        return with(where, stages);
    }

    private RunView with(Source where, List<StageView> more) {
        return new RunView(
                id,
                number,
                pipeline,
                version,
                key,
                user,
                status,
                degraded,
                interactive,
                health,
                where,
                asOfSeq,
                owner,
                recoveries,
                labels,
                createdAt,
                startedAt,
                finishedAt,
                lastHeartbeatAt,
                progress,
                error,
                held,
                sentence,
                more,
                actions,
                root,
                parent,
                retryFrom,
                depth);
    }

    /** Whether the run has ended, well or not. */
    public boolean ended() {
        return !status.active();
    }
}
