// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.RunView;
import dev.pawl.core.RunStatus;

/** What the process ends with. Released: scripts rely on it. */
final class Exit {

    static final int SUCCEEDED = 0;
    /** The run failed or was cancelled, or Pawl could not do its work. */
    static final int FAILED = 1;
    /** The command line, or a file it names, is wrong. */
    static final int USAGE = 2;
    /** The command was understood, and may not be carried out now. */
    static final int REFUSED = 3;

    private Exit() {}

    static int of(RunView run) {
        return run.status() == RunStatus.SUCCEEDED ? SUCCEEDED : FAILED;
    }
}
