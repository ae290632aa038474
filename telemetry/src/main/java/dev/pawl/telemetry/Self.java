// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.RunView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which worker this process is. A worker that lost a run still hears of it for a while: what others do is for others to
 * tell, lest it be told twice.
 */
final class Self {

    private @Nullable UUID worker;

    /** A view from memory names its owner only where that is this process. */
    void learn(RunView after) {
        RunView.Owner owner = after.owner();
        if (owner != null && after.source() == RunView.Source.MEMORY) {
            worker = owner.worker();
        }
    }

    /** Whether that worker, if any, is another one. */
    boolean isNot(@Nullable UUID owner) {
        return owner != null && worker != null && !owner.equals(worker);
    }
}
