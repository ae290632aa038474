// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static dev.pawl.cli.text.Views.done;
import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.look;
import static dev.pawl.cli.text.Views.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Size;
import dev.pawl.core.RunStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands on a terminal after a page was drawn over and something was said meanwhile. */
class DisplayTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Display display(String lines) {
        Screen screen = new Screen(written, StandardCharsets.UTF_8, true);
        return Display.on(screen, Size.of(false, Map.of("COLUMNS", "60", "LINES", lines)));
    }

    @Test
    void the_answer_to_ctrl_c_was_erased_and_a_stage_drawn_twice() {
        Display display = display("24");
        display.show(run(RunStatus.RUNNING, "Running a", idle("a"), idle("b", "a")), look(60));
        display.say("Stopping");
        assertThat(standing()).containsExactly("  ○ a  about to start", "  ○ b  after a", "Running a", "Stopping");
        display.show(run(RunStatus.RUNNING, "Running b", done("a", 1, 2), idle("b", "a")), look(60));
        assertThat(standing()).containsExactly("  ✓ a  succeeded in 1.0 s", "  ○ b  after a", "Running b", "Stopping");
    }

    @Test
    void what_is_said_fits_under_a_full_page_and_into_one_line() {
        Display display = display("5");
        display.show(run(RunStatus.RUNNING, "Running a", idle("a"), idle("b", "a")), look(60));
        display.say("Stopping ".repeat(10));
        assertThat(standing()).hasSize(4).allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
        assertThat(standing().getLast()).startsWith("Stopping");
        display.show(run(RunStatus.RUNNING, "Running b", done("a", 1, 2), idle("b", "a")), look(60));
        assertThat(standing()).hasSizeLessThan(5).anyMatch("Running b"::equals);
    }

    @Test
    void without_a_page_it_is_a_line() {
        display("24").say("Stopping");
        assertThat(standing()).containsExactly("Stopping");
    }

    /** The lines a terminal would show, as far as it goes: cursor up, to the end erased. */
    private List<String> standing() {
        List<String> lines = new ArrayList<>();
        int at = 0;
        String text = written.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*[mK]|\r", "");
        while (!text.isEmpty()) {
            if (text.startsWith("\u001b[J")) {
                lines.subList(at, lines.size()).clear();
                text = text.substring(3);
            } else if (text.startsWith("\u001b[")) {
                int end = text.indexOf('A');
                at -= Integer.parseInt(text.substring(2, end));
                text = text.substring(end + 1);
            } else {
                int end = text.indexOf('\n');
                if (at < lines.size()) {
                    lines.set(at, text.substring(0, end));
                } else {
                    lines.add(text.substring(0, end));
                }
                at++;
                text = text.substring(end + 1);
            }
        }
        return lines;
    }
}
