// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.util.List;
import java.util.Locale;

/** The words in which commands to one run are refused. */
record Refusing(Run run) {

    Rejected ended() {
        return switch (run.status()) {
            case FAILED -> rejected(Rejection.AT_REST, "the run has failed and rests", "resume it first");
            case CANCELLED -> rejected(Rejection.ENDED, "the run was cancelled and changes no more", "start a new run");
            case SUCCEEDED, QUEUED, RUNNING, WAITING, CANCELLING ->
                rejected(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run");
        };
    }

    Rejected unknownStage(String id) {
        return rejected(
                Rejection.UNKNOWN_STAGE,
                "the run has no stage " + id + "; it has "
                        + String.join(", ", run.created().stages()),
                "name one of these");
    }

    Rejected stale(Command.Fact fact) {
        String id = fact.attempt().stage();
        StageState stage = run.stage(id);
        return rejected(
                Rejection.STALE_ATTEMPT,
                "attempt " + fact.attempt().id() + " under epoch " + fact.epoch() + " no longer counts: stage " + id
                        + " is " + words(stage.status()) + " at "
                        + run.attempt(id).id() + " under epoch "
                        + stage.epoch() + ", and the run at epoch " + run.epoch()
                        + (run.owner() == null ? " without an owner" : ""),
                "hand its result over for a person to look at");
    }

    static Rejected judged(String id, List<String> judging) {
        return rejected(
                Rejection.BUSY,
                "stage " + id + " is being checked, and may be sent back: " + String.join(", ", judging)
                        + " is at work",
                "wait until that has ended, or reset it first");
    }

    static Rejected rejected(Rejection code, String problem, String remedy) {
        return new Rejected(code, problem, remedy);
    }

    static String words(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
