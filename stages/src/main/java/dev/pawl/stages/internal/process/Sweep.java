// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Removes folders of stages whose worker has died and whose runs nobody has resumed since. */
final class Sweep {

    private static final Duration LONG_AGO = Duration.ofDays(1);
    private static final int MOST_AT_ONCE = 100;
    private static final Pattern OURS = Pattern.compile("[^.]+\\..+-[0-9]+");
    private static final Pattern PID = Pattern.compile("[0-9]{1,18}");

    private static final Set<Path> DONE = ConcurrentHashMap.newKeySet();

    private Sweep() {}

    /** Does so the first time this process asks for it. */
    static void once(Path root) {
        if (!DONE.add(root)) {
            return;
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, Sweep::abandoned)) {
            for (Path folder : found) {
                if (folders.size() < MOST_AT_ONCE) {
                    folders.add(folder);
                }
            }
        } catch (IOException e) {
            return; // the next worker tries again
        }
        folders.forEach(Sweep::remove);
    }

    private static void remove(Path folder) {
        try {
            Scratch.endLeftover(folder);
        } catch (IOException e) {
            return; // the next worker tries again
        }
    }

    /** Where it is not certain, it is not so: the number of a dead process may be that of another by now. */
    private static boolean abandoned(Path folder) {
        Path owner = folder.resolve(Scratch.OWNER);
        try {
            if (!OURS.matcher(folder.getFileName().toString()).matches()
                    || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Instant used =
                    Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
            String pid = Files.readString(owner, StandardCharsets.US_ASCII);
            return used.isBefore(Instant.now().minus(LONG_AGO))
                    && PID.matcher(pid).matches()
                    && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
        } catch (IOException e) {
            return false; // it is being removed
        }
    }
}
