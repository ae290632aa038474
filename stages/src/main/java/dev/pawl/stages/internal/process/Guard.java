// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small process beside this one. It knows the sessions of running stages, and kills them when this process is gone, which
 * it notices by the end of its input: no other way is left after {@code kill -9}.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            groups=' '
            while read -r sign group; do
              case $sign in
                +) groups="$groups$group " ;;
                -) groups="${groups%% $group *} ${groups#* $group }" ;;
              esac
            done
            for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
            """;

    private static @Nullable Writer writer;
    private static boolean failed;

    private Guard() {}

    /** Kill that session when this process is gone. */
    static void watch(long session) {
        say("+ " + session);
    }

    static void forget(long session) {
        say("- " + session);
    }

    private static synchronized void say(String line) {
        if (failed) {
            return;
        }
        try {
            if (writer == null) {
                writer = start();
            }
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            failed = true;
            LOG.warn("what stages start themselves may outlive a killed worker: no guard: {}", e.getMessage());
        }
    }

    private static Writer start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("setsid", "sh", "-c", SCRIPT))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("PAWL_"));
        return builder.start().outputWriter(StandardCharsets.UTF_8);
    }
}
