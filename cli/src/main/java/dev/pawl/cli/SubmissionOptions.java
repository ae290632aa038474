// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.OnConflict;
import dev.pawl.RawJson;
import dev.pawl.Submission;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of a new run, whoever executes it. */
final class SubmissionOptions {

    @Option(
            names = "--input",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "The run's input: a JSON value, @file, or - for standard input; {} if not given")
    private String input = "{}";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "What the run is about; what the file derives from the input if not given")
    private @Nullable String key;

    @Option(
            names = "--user",
            paramLabel = "USER",
            defaultValue = "${env:PAWL_USER}",
            description = "The user it runs for (PAWL_USER)")
    private @Nullable String user;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A word to find it by; may be repeated")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--on-conflict",
            paramLabel = "reject|attach|supersede|queue",
            defaultValue = "reject",
            description =
                    "Where another run of its key is active: refuse it, take that one for it, have that one cancelled, or wait"
                            + " in line; reject if not given")
    private OnConflict onConflict = OnConflict.REJECT;

    RawJson input(InputStream in) {
        return JsonArgument.read("--input", input, in);
    }

    /** An empty variable is one that is not set. */
    Submission submission() {
        String given = user == null || user.isEmpty() ? null : user;
        return new Submission(given, key, labels, 0, null, onConflict);
    }
}
