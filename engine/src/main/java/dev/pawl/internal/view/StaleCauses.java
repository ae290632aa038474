// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Diagnosis.Code;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Run;
import dev.pawl.core.Version;
import dev.pawl.core.Versions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of outputs that would be others now what has changed, and who changed it. */
final class StaleCauses {

    private static final int SHORT = 12;

    private final Run run;
    private final RunView view;
    private final Said findings;

    StaleCauses(Run run, RunView view, Said findings) {
        this.run = run;
        this.view = view;
        this.findings = findings;
    }

    void of(StageView stage) {
        if (stage.stale().isEmpty()) {
            return;
        }
        List<String> inputs = stage.stale().stream().map(StageView.Stale::input).toList();
        findings.cause(
                Code.STALE,
                stage.id(),
                stage.id() + (stage.status().done() ? " is stale: it was made of" : " failed on")
                        + " another output of "
                        + Phrases.list(inputs)
                        + " than there is now" + (stage.staleDismissed() ? "; the mark is hidden" : ""));
        stage.stale().forEach(this::facts);
        if (view.status().active()) {
            findings.help(
                    "refresh-stale",
                    "refresh-stale " + view.number(),
                    "have all that is stale run again, one after the other");
            if (stage.status().done()) {
                findings.help(
                        "accept-stale",
                        "stage accept-stale " + view.number() + " " + stage.id(),
                        "or take it as it is");
            }
        }
    }

    private void facts(StageView.Stale stale) {
        Versions versions =
                run.hasStage(stale.input()) ? run.stage(stale.input()).past().versions() : null;
        Version latest = versions == null ? null : versions.latest();
        findings.fact("changed", stale.input())
                .fact("its version", latest == null ? null : latest.number())
                .fact("by", latest == null ? null : latest.by())
                .fact("was", brief(stale.was()))
                .fact("is", brief(stale.now()));
    }

    private static @Nullable String brief(@Nullable String sha) {
        return sha == null || sha.length() <= SHORT ? sha : sha.substring(0, SHORT);
    }
}
