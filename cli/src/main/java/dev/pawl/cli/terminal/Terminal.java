// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the command talks to.
 *
 * @param out for what was asked for
 * @param err for everything else that a person reads
 */
public record Terminal(Screen out, Screen err, InputStream in, Size size, boolean asks) {

    /** The one this process was started in. */
    public static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean plain = environment.containsKey("CI")
                || "dumb".equals(environment.get("TERM"))
                || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean out = isTerminal(1);
        boolean err = isTerminal(2);
        return new Terminal(
                screen(FileDescriptor.out, System.out, out && !plain),
                screen(FileDescriptor.err, System.err, err && !plain),
                System.in,
                Size.of(out || err, environment),
                isTerminal(0) && err);
    }

    /** Not through the print stream, which says that a write failed and not why. */
    private static Screen screen(FileDescriptor descriptor, PrintStream stream, boolean terminal) {
        return new Screen(new FileOutputStream(descriptor), stream.charset(), terminal);
    }

    /** Whether that file descriptor is a terminal: as Linux says, else as the launcher found. */
    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("pawl.terminals", "").contains(Integer.toString(descriptor));
        }
    }
}
