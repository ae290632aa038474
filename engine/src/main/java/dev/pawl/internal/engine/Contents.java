// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.HistoryEntry;
import dev.pawl.ItemView;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunState;
import dev.pawl.core.Content;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Run;
import dev.pawl.core.Staleness;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a run was given, has put out and went through, from its journal. Blocks. */
final class Contents {

    private final Parts parts;
    private final Pipelines pipelines;

    Contents(Parts parts, Pipelines pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
    }

    RunState state(UUID run, @Nullable String before) {
        Replay replay = before == null ? load(run) : load(run, before);
        Pipeline<?> pipeline = pipelines.find(replay.run().created());
        return new States(parts.values(), replay, pipeline == null ? null : pipeline.spec()).before(before);
    }

    List<HistoryEntry> history(UUID run, int afterSeq, int limit) {
        return StoreException.join(parts.store().read(run, afterSeq, limit)).stream()
                .map(Replay::story)
                .toList();
    }

    Optional<InputStream> output(UUID run, String stage) throws IOException {
        Replay replay = load(run, stage);
        Content output = replay.run().stage(stage).output();
        return output == null ? Optional.empty() : Optional.of(parts.values().open(output, replay.values()));
    }

    List<ArtifactView> artifacts(UUID run) {
        return offered(run).stream().map(Offered::view).toList();
    }

    /** Where the definition is not known here, nothing is known to be stale. */
    private List<Offered> offered(UUID id) {
        Run run = load(id).run();
        Pipeline<?> pipeline = pipelines.find(run.created());
        if (pipeline == null) {
            return Offered.of(run, stage -> false);
        }
        Staleness staleness = new Staleness(pipeline.spec(), run);
        return Offered.of(run, stage -> !staleness.of(stage).isEmpty());
    }

    ArtifactBody artifact(UUID run, String name) throws IOException {
        Offered file = Offered.named(offered(run), run, name);
        return new ArtifactBody(
                file.view(), parts.store().openPayload(file.artifact().content()));
    }

    InputStream value(UUID run, Content content) throws IOException {
        return parts.values().open(content, load(run).values());
    }

    InputStream input(UUID run) throws IOException {
        Replay replay = load(run);
        return parts.values().open(replay.run().created().input(), replay.values());
    }

    List<ItemView> items(UUID run, String stage, @Nullable ItemStatus status, int after, int limit) throws IOException {
        return new ItemPages(parts).of(load(run, stage), stage, status, after, limit);
    }

    private Replay load(UUID run, String stage) {
        Replay replay = load(run);
        if (!replay.run().hasStage(stage)) {
            throw new RefusedException(
                    "UNKNOWN_STAGE",
                    "run " + run + " has no stage " + stage,
                    "name one of " + String.join(", ", replay.run().created().stages()),
                    null);
        }
        return replay;
    }

    private Replay load(UUID run) {
        return Unreadable.load(parts.store(), parts.folds(), run);
    }
}
