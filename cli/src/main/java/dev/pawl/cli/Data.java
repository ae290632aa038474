// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import java.nio.file.Path;

/** Where runs are kept. */
sealed interface Data permits Database, DataFolder {

    /** Whether there may be runs in it. */
    boolean used();

    /** What a person calls it; without a password. */
    String name();

    /** Where this process keeps its logs. */
    Path logs();

    PawlOptions options();

    /** Opens what is there, to look at it. */
    Pawl openToLook();

    /** Opens what is there, to change something. */
    Pawl open();

    /** Opens it, after making what is missing, to add to it. */
    default Pawl openToSubmit() {
        return openOrCreate();
    }

    /** Opens it, after making what is missing, to execute what is there. */
    default Pawl openOrCreate() {
        return openOrCreate(options());
    }

    /** The same with other options. */
    Pawl openOrCreate(PawlOptions options);

    /** What a command needs to find it again. */
    String option();
}
