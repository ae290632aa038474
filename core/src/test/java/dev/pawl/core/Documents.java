// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Words} for documents. */
final class Documents {

    static final Content X = Words.content('4');
    static final Content Y = Words.content('5');

    private Documents() {}

    static PipelineSpec document(StageSpec... stages) {
        return new PipelineSpec("p", 1, CheckpointPolicy.EVERY_STAGE, false, true, List.of(stages));
    }

    static Event opened(String... stages) {
        return new Event.Created(
                Words.ZERO,
                "p",
                1,
                Words.DEFINITION,
                List.of(stages),
                Words.INPUT,
                "key",
                "ann",
                Map.of("l", "v"),
                Queueing.NONE,
                null,
                true);
    }

    /** Given back, for nobody to claim. */
    static Event rests() {
        return new Event.Released(Words.ZERO, "nothing to do until a person acts", true);
    }

    static Event edited(String stage, Content output) {
        return new Event.Edited(Words.ZERO, stage, output, "bob");
    }

    static Event succeeded(String stage, Content output) {
        return new Event.AttemptSucceeded(Words.ZERO, stage, output, null);
    }

    static Event undone(String stage, int version) {
        return new Event.Undone(Words.ZERO, stage, version, "bob");
    }

    static Event adopted(String stage) {
        return new Event.Adopted(Words.ZERO, stage, Words.OUT, List.of(), "bob");
    }

    static Event dismissed(String stage) {
        return new Event.StaleDismissed(Words.ZERO, stage, "bob");
    }

    static Event accepted(String stage) {
        return new Event.StaleAccepted(Words.ZERO, stage, "bob");
    }

    static Event refreshAsked(String... stages) {
        return new Event.RefreshAsked(Words.ZERO, List.of(stages), "bob");
    }

    static Event kept(String stage) {
        return new Event.Kept(Words.ZERO, stage);
    }

    static Event closed() {
        return new Event.Closed(Words.ZERO, "bob");
    }

    /** In a refresh: nobody pressed it by hand. */
    static Event again(String stage) {
        return new Event.Pressed(Words.ZERO, stage, null);
    }

    static Command edit(String stage, Content output, @Nullable Integer saw) {
        return new Command.Edit(stage, output, saw, "bob");
    }

    static Command undo(String stage) {
        return undo(stage, null);
    }

    static Command undo(String stage, @Nullable Integer saw) {
        return new Command.Undo(stage, saw, "bob");
    }

    static Command adopt(String stage) {
        return new Command.Adopt(stage, "bob");
    }

    static Command dismiss(String stage) {
        return new Command.Dismiss(stage, "bob");
    }

    static Command accept(String stage) {
        return new Command.AcceptStale(stage, "bob");
    }

    static Command refresh() {
        return new Command.RefreshStale("bob");
    }

    static Command close() {
        return new Command.Close("bob");
    }
}
