// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Profile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What kind of place this is, and what that settles where nothing else is said. */
final class ProfileOptions {

    @Option(
            names = "--profile",
            paramLabel = "dev|staging|production",
            description =
                    "Settles the age of a run to be given up: 5, 15 or 30 minutes (PAWL_PROFILE); dev if not given")
    private @Nullable String profile;

    @Option(
            names = "--recover-after",
            paramLabel = "DURATION",
            description = "That age itself, as in 5m (PAWL_RECOVER_AFTER)")
    private @Nullable String recoverAfter;

    Profile profile() {
        String name = profile == null ? variable("PAWL_PROFILE") : profile;
        return name.isEmpty()
                ? Profile.DEV
                : Arrays.stream(Profile.values())
                        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ExitException(
                                Exit.USAGE, "--profile is dev, staging or production, not '" + name + "'"));
    }

    /** How old the last sign of life of a run has to be for it to be given up. */
    Duration recoverAfter() {
        String age = recoverAfter == null ? variable("PAWL_RECOVER_AFTER") : recoverAfter;
        return age.isEmpty() ? profile().recoverAfter() : Durations.read("--recover-after", age);
    }

    private static String variable(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "");
    }
}
