// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How large the terminal is. Asked once, and again when the window has changed. Thread-safe. */
public final class Size {

    /** Where there is no terminal: as wide as text is still read well. */
    private static final Area NONE = new Area(100, 24);

    private static final Pattern STTY = Pattern.compile("(\\d+) (\\d+)\\s*");

    private final @Nullable Area fixed;
    private final AtomicReference<@Nullable Area> known = new AtomicReference<>();

    private Size(@Nullable Area fixed) {
        this.fixed = fixed;
    }

    /** Of the terminal, if there is one; {@code COLUMNS} and {@code LINES} overrule it. */
    public static Size of(boolean terminal, Map<String, String> environment) {
        Area fixed = terminal ? null : NONE;
        int columns = number(environment.get("COLUMNS"));
        if (columns > 0) {
            int lines = number(environment.get("LINES"));
            fixed = new Area(columns, lines > 0 ? lines : NONE.lines());
        }
        Size size = new Size(fixed);
        if (fixed == null) {
            Signals.on("WINCH", () -> size.known.set(null));
        }
        return size;
    }

    public int columns() {
        return area().columns();
    }

    public int lines() {
        return area().lines();
    }

    private Area area() {
        if (fixed != null) {
            return fixed;
        }
        Area area = known.get();
        if (area == null) {
            area = ask();
            known.set(area);
        }
        return area;
    }

    private static Area ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher size = STTY.matcher(answer);
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches() && number(size.group(2)) > 0) {
                return new Area(number(size.group(2)), number(size.group(1)));
            }
        } catch (IOException e) {
            return NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return NONE;
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    private record Area(int columns, int lines) {}
}
