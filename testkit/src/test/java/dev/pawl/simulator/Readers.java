// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.Pawl;
import dev.pawl.RawJson;
import dev.pawl.core.Content;
import dev.pawl.core.Late;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Staleness;
import dev.pawl.core.Version;
import dev.pawl.core.Versions;
import dev.pawl.internal.content.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People before a document: what they change, and that what was said to be changed is. */
final class Readers {

    private static final String SOMEBODY = "somebody";

    private final Luck luck;
    private final Inspector inspector;
    private final Pipelines pipelines;

    Readers(Luck luck, Inspector inspector, Pipelines pipelines) {
        this.luck = luck;
        this.inspector = inspector;
        this.pipelines = pipelines;
    }

    /** Something to do, in words, and how. */
    record Doing(String what, People.Act act) {}

    /** Mostly what there is a reason for. */
    Doing anything(Run run) {
        List<String> all = run.created().stages();
        Staleness staleness = new Staleness(pipelines.spec(run.created()), run);
        List<String> stale =
                all.stream().filter(id -> !staleness.of(id).isEmpty()).toList();
        return !stale.isEmpty() && luck.oneIn(2)
                ? mark(run, luck.any(stale))
                : change(run, luck.oneIn(2) ? likely(run) : luck.any(all));
    }

    private Doing mark(Run run, String stage) {
        UUID id = run.id();
        String of = " " + inspector.name(id) + " " + stage;
        return switch (luck.upTo(4)) {
            case 0 -> doing("dismiss" + of, pawl -> pawl.dismissStale(id, stage, SOMEBODY));
            case 1 -> doing("accept" + of, pawl -> pawl.acceptStale(id, stage, SOMEBODY));
            default -> doing("refresh " + inspector.name(id), pawl -> pawl.refreshStale(id, SOMEBODY));
        };
    }

    private Doing change(Run run, String stage) {
        UUID id = run.id();
        String of = " " + inspector.name(id) + " " + stage;
        return switch (luck.upTo(10)) {
            case 0, 1, 2, 3 -> edit(run, stage);
            case 4, 5 -> {
                @Nullable Integer seen = seen(run, stage);
                yield new Doing("undo" + of + (seen == null ? "" : " if " + seen), pawl -> undo(pawl, id, stage, seen));
            }
            case 6 -> doing("press" + of, pawl -> pawl.press(id, stage, SOMEBODY));
            case 7 -> mark(run, stage);
            case 8 -> adopt(run);
            default -> luck.oneIn(3) ? close(id) : doing("reset" + of, pawl -> pawl.reset(id, stage, SOMEBODY));
        };
    }

    private static Doing doing(String what, java.util.function.Consumer<Pawl> act) {
        return new Doing(what, pawl -> {
            act.accept(pawl);
            return "done";
        });
    }

    /** One that has an output, mostly the first, on which others stand. */
    private String likely(Run run) {
        List<String> stages = run.created().stages().stream()
                .filter(id -> run.stage(id).status().done())
                .toList();
        return stages.isEmpty()
                ? luck.any(run.created().stages())
                : luck.oneIn(2) ? stages.getFirst() : luck.any(stages);
    }

    private @Nullable Integer seen(Run run, String stage) {
        return luck.oneIn(2) ? null : Integer.valueOf(run.stage(stage).past().version());
    }

    /** Now and again with what was there before, which makes fresh what stands on it. */
    private Doing edit(Run run, String stage) {
        UUID id = run.id();
        byte[] text = ("\"edit " + luck.upTo(4) + "\"").getBytes(StandardCharsets.UTF_8);
        @Nullable Integer seen = seen(run, stage);
        return new Doing("edit " + inspector.name(id) + " " + stage + (seen == null ? "" : " if " + seen), pawl -> {
            pawl.edit(id, stage, RawJson.of(text), seen, SOMEBODY);
            inspector.check(
                    has(id, stage, Values.contentOf(text), seen),
                    inspector.name(id) + " " + stage + " was said to be edited, and is not");
            return "done";
        });
    }

    /** Whether that output is among those a stage has had; where one was seen, at once after that, or already there. */
    private boolean has(UUID id, String stage, Content output, @Nullable Integer seen) {
        Run run = Objects.requireNonNull(inspector.run(id));
        for (@Nullable Versions at = run.stage(stage).past().versions(); at != null; at = at.older()) {
            Version version = at.latest();
            if (output.equals(version.output())
                    && (seen == null || version.number() == seen || version.number() == seen + 1)) {
                return true;
            }
        }
        return false;
    }

    private String undo(Pawl pawl, UUID id, String stage, @Nullable Integer seen) {
        pawl.undo(id, stage, seen, SOMEBODY);
        Run run = Objects.requireNonNull(inspector.run(id));
        inspector.check(
                seen == null || run.stage(stage).past().version() > seen,
                inspector.name(id) + " " + stage + " was said to be undone, and is not");
        return "done";
    }

    static boolean hasLate(Run run) {
        return run.created().stages().stream()
                .anyMatch(id -> run.stage(id).past().late() != null);
    }

    /** Where there is nothing to adopt it is refused. */
    Doing adopt(Run run) {
        UUID id = run.id();
        List<String> stages = run.created().stages();
        List<String> all = stages.stream()
                .filter(one -> run.stage(one).past().late() != null)
                .toList();
        String stage = luck.any(all.isEmpty() ? stages : all);
        @Nullable Content late = output(run.stage(stage).past().late());
        return new Doing("adopt " + inspector.name(id) + " " + stage, pawl -> {
            pawl.adopt(id, stage, SOMEBODY);
            // by then another may have come too late
            inspector.check(
                    late == null || has(id, stage, late, null) || !late.equals(late(id, stage)),
                    inspector.name(id) + " " + stage + " was said to be adopted, and is not");
            return "done";
        });
    }

    private @Nullable Content late(UUID id, String stage) {
        return output(
                Objects.requireNonNull(inspector.run(id)).stage(stage).past().late());
    }

    private static @Nullable Content output(@Nullable Late late) {
        return late == null ? null : late.output();
    }

    private static boolean anyFailed(Run run) {
        return run.stages().stream().anyMatch(stage -> stage.status() == StageStatus.FAILED);
    }

    Doing close(UUID id) {
        return new Doing("close " + inspector.name(id), pawl -> {
            pawl.close(id, SOMEBODY);
            Run run = inspector.run(id);
            inspector.check(
                    run != null && run.status() == (anyFailed(run) ? RunStatus.FAILED : RunStatus.SUCCEEDED),
                    inspector.name(id) + " was said to be closed, and is not");
            return "done";
        });
    }
}
