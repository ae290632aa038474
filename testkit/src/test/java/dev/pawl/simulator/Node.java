// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.LogLine;
import dev.pawl.PawlOptions;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LogSink;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.engine.Engine;
import dev.pawl.internal.engine.Parts;
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.peer.Peers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A process with an engine in it. */
final class Node {

    private final Machine machine;
    private final SimStore store;
    private final SimStages stages;
    private final Engine engine;

    Node(Machine machine, SimStore store, SimStages stages, Pipelines pipelines) {
        this.machine = machine;
        this.store = store;
        this.stages = stages;
        PawlOptions options = PawlOptions.at("jdbc:none:")
                .clock(machine::now)
                .workerName(machine.name())
                .grace(Duration.ofSeconds(2))
                .reach(null);
        engine = new Engine(new Parts(
                options,
                machine,
                store,
                new Folds(store),
                new Values(store, options.maxPayload()),
                new Committer(store, machine, 1),
                new NoLog(),
                stages,
                () -> {},
                Peers.NONE));
        pipelines.all().forEach(engine::register);
    }

    Machine machine() {
        return machine;
    }

    Engine engine() {
        return engine;
    }

    SimStages stages() {
        return stages;
    }

    /** As {@code kill -9} has it. */
    void kill() {
        machine.die();
        store.die();
    }

    private static final class NoLog implements LogSink {
        @Override
        public void line(Attempt attempt, String text) {}

        @Override
        public void text(Attempt attempt, String part) {}

        @Override
        public List<LogLine> read(UUID run, @Nullable String stage, long skip) {
            return List.of();
        }
    }
}
