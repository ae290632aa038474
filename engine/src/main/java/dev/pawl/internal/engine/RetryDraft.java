// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RetryPlan;
import dev.pawl.core.Command;
import dev.pawl.core.Decider;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Run;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Staleness;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.drive.Refusals;
import dev.pawl.internal.journal.Replay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A retry that may be done, as the run and the definitions are now.
 *
 * @param parent the run that is taken up
 * @param before the pipeline that run followed, where it is known
 * @param making what would be made; its command is a {@link Command.Retry}
 * @param events those that make it
 * @param ofOtherInput stages taken over that were made of another input
 */
record RetryDraft(
        Replay parent,
        @Nullable Pipeline<?> before,
        Command.Retry command,
        Making making,
        List<Event> events,
        List<String> ofOtherInput) {

    Pipeline<?> pipeline() {
        return making.pipeline();
    }

    private Event.Created created() {
        return (Event.Created) events.getFirst();
    }

    Lineage lineage() {
        return Objects.requireNonNull(created().lineage());
    }

    @Nullable
    String key() {
        return created().key();
    }

    boolean inLine() {
        return created().queueing().inLine();
    }

    List<Event.Reused> reused() {
        return events.stream()
                .filter(Event.Reused.class::isInstance)
                .map(Event.Reused.class::cast)
                .toList();
    }

    RefusedException retryTaken(UUID by) {
        return Refusals.retryTaken(created(), by);
    }

    RefusedException keyTaken(UUID by) {
        return Refusals.keyTaken(created(), by);
    }

    /** The stages it runs, in the order declared. */
    List<String> runs() {
        Set<String> all = new LinkedHashSet<>(pipeline().spec().ids());
        reused().forEach(reused -> all.remove(reused.stage()));
        return List.copyOf(all);
    }

    RetryPlan plan() {
        return new RetryPlan(
                parent.run().id(),
                lineage().retryFrom(),
                pipeline().version(),
                reused().stream()
                        .map(reused -> new RetryPlan.Reuse(reused.stage(), reused.run(), reused.status()))
                        .toList(),
                runs(),
                Math.toIntExact(events.stream()
                        .filter(Event.ItemSucceeded.class::isInstance)
                        .count()),
                null,
                warnings(),
                changes(),
                token());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Run run = parent.run();
        for (String id : runs()) {
            StageSpec spec = pipeline().spec().stage(id);
            boolean ran = run.hasStage(id) && run.stage(id).status() != StageStatus.IDLE;
            if (spec != null && ran && spec.effect() == Effect.EXTERNAL) {
                warnings.add("stage " + id + " has an effect outside, and has it again");
            }
            if (spec != null && ran && spec.kind() instanceof StageKind.Input) {
                warnings.add("what was answered at stage " + id + " is not taken over: a person is asked again");
            }
        }
        for (Event.Reused reused : reused()) {
            if (!run.stage(reused.stage()).status().done()) {
                warnings.add("stage " + reused.stage() + " failed, and what it had put out by then is taken over");
            }
        }
        if (!ofOtherInput.isEmpty()) {
            warnings.add("made of another input than this run has, and taken over as it is: "
                    + String.join(", ", ofOtherInput));
        }
        warnings.addAll(stale());
        return warnings;
    }

    private List<String> stale() {
        Run made = Run.empty(parent.run().id());
        for (Event event : events) {
            made = Decider.apply(made, event);
        }
        Staleness staleness = new Staleness(pipeline().spec(), made);
        List<String> stale = new ArrayList<>();
        for (Event.Reused reused : reused()) {
            List<Staleness.Cause> causes = staleness.of(reused.stage());
            if (!causes.isEmpty()) {
                stale.add("stage " + reused.stage()
                        + " is stale, and taken over as it is: it was made of another output of "
                        + causes.stream().map(Staleness.Cause::input).collect(Collectors.joining(", ")));
            }
        }
        return stale;
    }

    private List<RetryPlan.Change> changes() {
        Event.Created was = parent.run().created();
        Pipeline<?> now = pipeline();
        if (was.definition().equals(created().definition())) {
            return List.of();
        }
        List<RetryPlan.Change> changes = new ArrayList<>();
        if (was.version() != now.version()) {
            changes.add(new RetryPlan.Change(null, "version " + was.version() + " becomes version " + now.version()));
        }
        Set<String> ids = new LinkedHashSet<>(now.spec().ids());
        ids.addAll(was.stages());
        for (String id : ids) {
            String what = change(id, was.stages());
            if (what != null) {
                changes.add(new RetryPlan.Change(id, what));
            }
        }
        if (changes.isEmpty()) {
            changes.add(new RetryPlan.Change(null, "its text has changed"));
        }
        return changes;
    }

    private @Nullable String change(String id, List<String> were) {
        StageSpec now = pipeline().spec().stage(id);
        if (now == null) {
            return "is there no more";
        }
        if (!were.contains(id)) {
            return "is new";
        }
        StageSpec then = before == null ? null : before.spec().stage(id);
        return then == null || then.equals(now) ? null : "is declared otherwise";
    }

    /** Names all that the plan rests on. */
    private String token() {
        StringBuilder text = new StringBuilder();
        text.append(parent.run().id())
                .append(' ')
                .append(parent.seq())
                .append(' ')
                .append(parent.appendId());
        Command.Create create = command.create();
        text.append(' ')
                .append(create.definition().sha())
                .append(' ')
                .append(create.input().sha());
        text.append(' ').append(command.usePartial()).append(' ').append(command.items() != null);
        text.append(' ').append(lineage().retryFrom()).append(' ').append(create.key());
        for (Event.Reused reused : reused()) {
            text.append('\n').append(reused.stage()).append(' ').append(reused.run());
        }
        return Values.contentOf(text.toString().getBytes(StandardCharsets.UTF_8))
                .sha();
    }
}
