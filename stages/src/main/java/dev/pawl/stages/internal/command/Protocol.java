// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.StageContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a command says on stdout: lines for the log, and those that begin with {@code ::} and mean something. */
final class Protocol {

    private static final Pattern SAID = Pattern.compile("::([a-z]+)(?: (.*))?", Pattern.DOTALL);
    private static final Pattern PROGRESS = Pattern.compile("([0-9]{1,18})(?:/([0-9]{1,18}))?(?:\\s+(.*))?");
    private static final Pattern COUNT = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)=(-?[0-9]{1,18})");

    private final StageContext<?> context;
    private volatile @Nullable String degraded;
    private boolean hinted;

    Protocol(StageContext<?> context) {
        this.context = context;
    }

    /** Why the output deserves a look, or null. */
    @Nullable
    String degraded() {
        return degraded;
    }

    void line(String line) {
        Matcher said = SAID.matcher(line);
        if (!said.matches()) {
            context.log(line);
        } else if (!understood(said.group(1), said.group(2) == null ? "" : said.group(2))) {
            context.log(line);
            hint();
        }
    }

    private boolean understood(String word, String rest) {
        switch (word) {
            case "progress" -> {
                return progress(rest.strip());
            }
            case "count" -> {
                return count(rest.strip());
            }
            case "heartbeat" -> context.heartbeat();
            case "text" -> context.emit(rest.isEmpty() ? "\n" : rest);
            case "degraded" -> {
                degraded = rest.isBlank() ? "the stage said so" : rest.strip();
                context.heartbeat();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean progress(String rest) {
        Matcher matcher = PROGRESS.matcher(rest);
        if (!matcher.matches()) {
            return false;
        }
        long total = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
        context.progress(Long.parseLong(matcher.group(1)), total, matcher.group(3));
        return true;
    }

    private boolean count(String rest) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String word : rest.split("\\s+", -1)) {
            Matcher matcher = COUNT.matcher(word);
            if (!matcher.matches()) {
                return false;
            }
            counts.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
        }
        counts.forEach(context::count);
        return true;
    }

    private void hint() {
        if (!hinted) {
            hinted = true;
            context.log(
                    "(pawl: the line above begins with :: and was not understood; there are ::progress 40/100 text, "
                            + "::heartbeat, ::count faces=12, ::text words, ::degraded reason)");
        }
    }
}
