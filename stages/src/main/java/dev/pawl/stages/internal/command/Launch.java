// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.process.Spawner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Starts a command, and says it in words where it is longer than the system takes. */
final class Launch {

    /** What Linux takes of one argument or variable, in bytes, its end included. */
    private static final int ONE = 128 << 10;

    private Launch() {}

    static Process start(ProcessBuilder builder) throws IOException, StageFailedException {
        Map<String, Integer> sizes = sizes(builder); // before the command is changed
        try {
            return Spawner.start(builder);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Argument list too long")) {
                throw new StageFailedException(tooLong(sizes), Retry.NEVER, null);
            }
            throw e;
        }
    }

    private static Map<String, Integer> sizes(ProcessBuilder builder) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        List<String> command = builder.command();
        for (int i = 0; i < command.size(); i++) {
            sizes.put("argument " + i + " of the command", size(command.get(i)));
        }
        builder.environment().forEach((name, value) -> sizes.put("variable " + name, size(name + "=" + value)));
        return sizes;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    private static String tooLong(Map<String, Integer> sizes) {
        long all = sizes.values().stream().mapToLong(Integer::longValue).sum();
        String fact = sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(longest -> longest.getValue() > ONE)
                .map(longest -> longest.getKey() + " is too long: it has " + count(longest.getValue() - 1L)
                        + " bytes, and the system takes less than " + count(ONE) + " for one")
                .orElse("the arguments and variables of the command are too long: they have " + count(all)
                        + " bytes together, more than the system takes");
        return fact + "; let the command read it from standard input, where input, outputs and item are as JSON";
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
