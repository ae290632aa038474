// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Help;
import dev.pawl.core.StageStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person does so that a stage goes on that waits for one. Pages and diagnoses say it in the same words. */
public final class Choices {

    private Choices() {}

    /** In the order of the stages; none where nothing waits for a person, or the run has ended. */
    public static List<Help> of(RunView run) {
        return run.ended()
                ? List.of()
                : run.stages().stream()
                        .flatMap(stage -> of(run.number(), stage).stream())
                        .toList();
    }

    /** For one stage of an active run. */
    public static List<Help> of(long run, StageView stage) {
        Code code = code(stage);
        if (code == null) {
            return List.of();
        }
        boolean several = stage.items() != null && stage.items().doubt() > 1; // one output is not that of them all
        return of(code, run, stage.id()).stream()
                .filter(help ->
                        !(several && help.command() != null && help.command().contains(" --as done ")))
                .toList();
    }

    private static List<Help> of(Code code, long run, String stage) {
        String press = "stage run " + run + " " + stage;
        String settle = "stage settle " + run + " " + stage + " --as ";
        return switch (code) {
            case DOUBT ->
                List.of(
                        new Help(
                                code,
                                stage,
                                "settle",
                                settle + "done --yes",
                                "its effect happened; --output JSON says what came of it"),
                        new Help(
                                code,
                                stage,
                                "settle",
                                settle + "rerun --yes",
                                "its effect did not happen; execute it again"),
                        new Help(code, stage, "settle", settle + "failed --yes", "give it up"));
            case PERSON ->
                List.of(new Help(
                        code,
                        stage,
                        "edit",
                        "edit " + run + " " + stage + " --output JSON",
                        "give its output; the stages after it go on"));
            case HELD -> List.of(new Help(code, stage, "run", press, "have it run; what it had finished stays"));
            default -> List.of(new Help(code, stage, "run", press, "have it run"));
        };
    }

    /** What a stage of an active run waits for a person to do, or null. */
    public static @Nullable Code code(StageView stage) {
        if (stage.waitsFor() == WaitFor.DOUBT) {
            return Code.DOUBT;
        }
        if (stage.waitsFor() == WaitFor.PERSON) {
            return Code.PERSON;
        }
        if (stage.status() != StageStatus.IDLE) {
            return null;
        }
        if (stage.held()) {
            return Code.HELD;
        }
        boolean pressable = stage.actions().stream().anyMatch(can -> can.name().equals("run") && can.enabled());
        return stage.trigger().equals("manual") && stage.depsMet() && pressable ? Code.MANUAL : null;
    }
}
