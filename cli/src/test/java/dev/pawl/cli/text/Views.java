// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.RunView.Owner;
import dev.pawl.RunView.Progress;
import dev.pawl.RunView.Source;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs and stages to show, as they are one minute after noon. */
final class Views {

    static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");
    static final Instant NOW = NOON.plusSeconds(60);
    static final UUID ID = UUID.fromString("0199a3f2-0000-7000-8000-0000000000aa");

    private Views() {}

    static Look look(int width) {
        return new Look(width, false, NOW, ZoneOffset.UTC, "", id -> "run " + id.getLeastSignificantBits());
    }

    static RunView run(RunStatus status, String sentence, StageView... stages) {
        boolean ended = !status.active();
        Owner owner = new Owner(ID, "node-1", "host-1", 4711, 1, NOON);
        Progress progress = new Progress(0, stages.length, 0, null);
        return new RunView(
                ID,
                12,
                "hello",
                1,
                "S05E03",
                "user-42",
                status,
                false,
                false,
                ended ? null : Health.HEALTHY,
                Source.JOURNAL,
                7,
                owner,
                0,
                Map.of("team", "media"),
                NOON,
                NOON,
                ended ? NOON.plusSeconds(41) : null,
                null,
                progress,
                status == RunStatus.FAILED ? "stage detect: exit code 3" : null,
                false,
                sentence,
                List.of(stages),
                List.of());
    }

    static RunView interrupted(RunView run) {
        return like(run, Health.INTERRUPTED, run.owner(), 1, run.finishedAt(), run.held());
    }

    /** As long as nobody has taken it. */
    static RunView unowned(RunView run) {
        return like(run, null, null, 0, null, run.held());
    }

    static RunView finished(RunView run, int second) {
        return like(run, null, run.owner(), 1, seconds(second), run.held());
    }

    /** As long as the database takes no writes. */
    static RunView held(RunView run) {
        return like(run, run.health(), run.owner(), 1, run.finishedAt(), true);
    }

    private static RunView like(
            RunView run, Health health, Owner owner, int recoveries, Instant finishedAt, boolean held) {
        return new RunView(
                run.id(),
                run.number(),
                run.pipeline(),
                run.version(),
                run.key(),
                run.user(),
                run.status(),
                run.degraded(),
                run.interactive(),
                health,
                run.source(),
                run.asOfSeq(),
                owner,
                recoveries,
                run.labels(),
                run.createdAt(),
                owner == null ? null : run.startedAt(),
                finishedAt,
                run.lastHeartbeatAt(),
                run.progress(),
                run.error(),
                held,
                run.sentence(),
                health == Health.INTERRUPTED
                        ? run.stages().stream().map(Views::interrupted).toList()
                        : run.stages(),
                run.actions());
    }

    private static StageView interrupted(StageView stage) {
        return StageBuilder.like(stage)
                .health(stage.status() == StageStatus.RUNNING ? Health.INTERRUPTED : null)
                .build();
    }

    /** The same as a validator that sent work back so often. */
    static StageView validator(StageView stage, int generation, int rounds, int maxRounds) {
        return StageBuilder.like(stage)
                .kind("validator")
                .generation(generation)
                .rounds(rounds, maxRounds)
                .build();
    }

    /** The same, which a person presses or has put back. */
    static StageView unpressed(StageView stage, boolean held) {
        return StageBuilder.like(stage)
                .trigger("manual")
                .held(held)
                .actions(List.of(new RunView.Possible("run", true, null)))
                .build();
    }

    /** The same as a map with these items. */
    static StageView withItems(StageView stage, StageView.ItemCounts items) {
        return StageBuilder.like(stage).kind("map").items(items).build();
    }

    /** The same, as another run had it. */
    static StageView takenOver(StageView stage) {
        return StageBuilder.like(stage)
                .took(null, null)
                .reusedFrom(new StageView.ReusedFrom(new UUID(0, 11), stage.id()))
                .build();
    }

    static StageView idle(String id, String... after) {
        return stage(id, StageStatus.IDLE, 0, null, null, null, null, List.of(after));
    }

    static StageView skipped(String id, String... after) {
        return stage(id, StageStatus.SKIPPED, 0, null, null, seconds(12), null, List.of(after));
    }

    /** A person may press it now. */
    static StageView manual(String id, String... after) {
        return manual(List.of(after), id, new RunView.Possible("run", true, null));
    }

    /** A person has. */
    static StageView pressed(String id) {
        return manual(List.of(), id, new RunView.Possible("run", false, "it was pressed, and is about to start"));
    }

    private static StageView manual(List<String> after, String id, RunView.Possible press) {
        return new StageBuilder(id)
                .after(after)
                .trigger("manual")
                .depsMet(true)
                .actions(List.of(press))
                .build();
    }

    static StageView done(String id, int fromSecond, int toSecond, String... after) {
        return stage(id, StageStatus.SUCCEEDED, 1, null, seconds(fromSecond), seconds(toSecond), null, List.of(after));
    }

    static StageView failed(String id, int fromSecond, int toSecond, String... after) {
        return stage(id, StageStatus.FAILED, 2, null, seconds(fromSecond), seconds(toSecond), null, List.of(after));
    }

    static StageView running(String id, int fromSecond, Heartbeat beat, String... after) {
        return stage(id, StageStatus.RUNNING, 1, null, seconds(fromSecond), null, beat, List.of(after));
    }

    static StageView waiting(String id, WaitFor waitFor, String... after) {
        return stage(id, StageStatus.WAITING, 1, waitFor, seconds(10), seconds(20), null, List.of(after));
    }

    static Heartbeat beat(int second, long seq, long done, long total) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("faces", 97L);
        return new Heartbeat(seconds(second), seq, done, total, null, counts);
    }

    static Instant seconds(int afterNoon) {
        return NOON.plusSeconds(afterNoon);
    }

    private static StageView stage(
            String id,
            StageStatus status,
            int attempt,
            WaitFor waitFor,
            Instant from,
            Instant to,
            Heartbeat beat,
            List<String> after) {
        return new StageBuilder(id)
                .status(status)
                .depsMet(after.isEmpty())
                .after(after)
                .attempt(attempt)
                .health(status == StageStatus.RUNNING ? Health.HEALTHY : null)
                .waitsFor(waitFor, waitFor == WaitFor.BACK_OFF ? seconds(64) : null)
                .took(from, to)
                .heartbeat(beat)
                .error(
                        status == StageStatus.FAILED
                                ? "exit code 3: cannot open \u001b[31mvideo.mp4\nno such file"
                                : null)
                .outputSize(status == StageStatus.SUCCEEDED ? 1234L : null)
                .build();
    }
}
