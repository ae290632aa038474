// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row: given what happened to a run, a command has these events or is refused with these words; or, in this world at
 * this time, this is the plan. The run is of a pipeline a → b unless {@link #of} says otherwise, and has been created.
 */
final class Scenario {

    private final String name;
    private PipelineSpec pipeline = Words.pipeline(Words.stage("a"), Words.stage("b", "a"));
    private List<Event> given = List.of();
    private boolean exists = true;
    private @Nullable List<String> createdWith;
    private Instant now = Words.ZERO;
    private @Nullable Command command;
    private Command.@Nullable Outcome outcome;
    private Here here = Words.here();
    private @Nullable List<Action> actions;
    private List<Reason> reasons = List.of();
    private @Nullable Instant wakeAt;

    private Scenario(String name) {
        this.name = name;
    }

    static Scenario row(String name) {
        return new Scenario(name);
    }

    Scenario of(StageSpec... stages) {
        return of(Words.pipeline(stages));
    }

    Scenario of(PipelineSpec other) {
        pipeline = other;
        return this;
    }

    Scenario given(Event... events) {
        given = List.of(events);
        return this;
    }

    Scenario noRun() {
        exists = false;
        return this;
    }

    /** The pipeline had these stages when the run was made. */
    Scenario madeWith(String... stages) {
        createdWith = List.of(stages);
        return this;
    }

    Scenario at(long seconds) {
        now = Words.at(seconds);
        return this;
    }

    Scenario when(Command what) {
        command = what;
        return this;
    }

    Scenario then(Event... events) {
        outcome = new Command.Accepted(List.of(events));
        return this;
    }

    Scenario refused(Rejection code, String problem, String remedy) {
        outcome = new Command.Rejected(code, problem, remedy);
        return this;
    }

    Scenario in(Here world) {
        here = world;
        return this;
    }

    Scenario plans(Action... expected) {
        actions = List.of(expected);
        return this;
    }

    Scenario because(Reason... expected) {
        reasons = List.of(expected);
        return this;
    }

    Scenario wakes(long seconds) {
        wakeAt = Words.at(seconds);
        return this;
    }

    void check() {
        Run run = run();
        if (command != null) {
            assertThat(Decider.accept(pipeline, run, command, now)).isEqualTo(outcome);
        }
        if (actions != null) {
            Plan plan = Decider.next(pipeline, run, here.world(), now);
            assertThat(plan.actions()).isEqualTo(actions);
            assertThat(plan.reasons()).isEqualTo(reasons);
            assertThat(plan.wakeAt()).isEqualTo(wakeAt);
        }
        assertThat(command != null || actions != null).isTrue();
    }

    Run run() {
        return Words.fold(given());
    }

    PipelineSpec pipeline() {
        return pipeline;
    }

    Plan plan() {
        return Decider.next(pipeline, run(), here.world(), now);
    }

    /** What happened before. */
    List<Event> given() {
        List<Event> all = new ArrayList<>();
        if (exists) {
            List<String> stages = createdWith == null ? pipeline.ids() : createdWith;
            String[] ids = stages.toArray(String[]::new);
            all.add(pipeline.interactive() ? Documents.opened(ids) : Words.created(ids));
        }
        all.addAll(given);
        return all;
    }

    /** What happened before, what the command brought, and what the plan would. */
    List<Event> story() {
        List<Event> all = new ArrayList<>(given());
        if (outcome instanceof Command.Accepted accepted) {
            all.addAll(accepted.events());
        }
        if (actions != null) {
            for (Action action : actions) {
                if (action instanceof Action.Journal journal) {
                    all.add(journal.event());
                }
            }
        }
        return all;
    }

    boolean isPlan() {
        return actions != null;
    }

    @Override
    public String toString() {
        return name;
    }
}
