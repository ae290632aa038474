// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RetryPlan;
import dev.pawl.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a retry would do. */
public final class RetryPage {

    private RetryPage() {}

    public static List<String> lines(RunView parent, RetryPlan plan) {
        List<String> lines = new ArrayList<>();
        RetryPlan.Blocked blocked = plan.blocked();
        if (blocked != null) {
            lines.add("Run " + parent.number() + " cannot be taken up from " + plan.fromStage() + ": "
                    + blocked.problem() + "; " + blocked.remedy());
            return lines;
        }
        lines.add("A new run takes up run " + parent.number() + " of " + parent.pipeline() + " at " + plan.fromStage()
                + ", by version " + plan.version());
        for (RetryPlan.Reuse reuse : plan.reuse()) {
            String from = reuse.from().equals(parent.id()) ? "run " + parent.number() : "run " + reuse.from();
            lines.add("  reuses  " + reuse.stage() + "  ("
                    + reuse.status().name().toLowerCase(Locale.ROOT) + " in " + from + ")");
        }
        if (plan.reusedItems() > 0) {
            lines.add("  reuses  " + Words.count(plan.reusedItems()) + " items of " + plan.fromStage());
        }
        plan.run().forEach(stage -> lines.add("  runs    " + stage));
        for (RetryPlan.Change change : plan.changes()) {
            lines.add("  changed " + (change.stage() == null ? "" : change.stage() + ": ") + change.what());
        }
        plan.warnings().forEach(warning -> lines.add("  note    " + warning));
        return lines;
    }
}
