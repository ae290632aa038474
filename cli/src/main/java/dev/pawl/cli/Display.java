// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.RunView;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Size;
import dev.pawl.cli.text.LivePage;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.Rates;
import dev.pawl.cli.text.Records;
import dev.pawl.cli.text.Story;
import java.time.Duration;
import java.util.List;

/** Shows a run while it goes on. */
interface Display {

    void show(RunView run, Look look, Records records);

    /** Shows it while its work is stopped, which is given so long to end by itself. */
    void stopping(RunView run, Look look, Duration left);

    /** Drawn over where that is possible, else told line by line. */
    static Display on(Screen screen, Size size) {
        return screen.terminal() ? new Live(screen, size) : new Told(screen, new Story());
    }

    /** Lines that stay. */
    record Told(Screen screen, Story story) implements Display {
        @Override
        public void show(RunView run, Look look, Records records) {
            screen.lines(story.lines(run, look, records));
        }

        @Override
        public void stopping(RunView run, Look look, Duration left) {
            screen.lines(story.stopping(run, look, left));
        }
    }

    /** A page that is drawn over, and only when it differs. */
    final class Live implements Display {

        private final Screen screen;
        private final Size size;
        private final Rates rates = new Rates();
        private final LivePage page = new LivePage(rates);
        private List<String> drawn = List.of();

        Live(Screen screen, Size size) {
            this.screen = screen;
            this.size = size;
        }

        @Override
        public void show(RunView run, Look look, Records records) {
            rates.observe(run);
            draw(page.lines(run, look, size.lines() - 1));
        }

        @Override
        public void stopping(RunView run, Look look, Duration left) {
            rates.observe(run);
            draw(page.stopping(run, look, size.lines() - 1, left));
        }

        private void draw(List<String> lines) {
            if (lines.equals(drawn)) {
                return;
            }
            StringBuilder text = new StringBuilder();
            if (!drawn.isEmpty()) {
                text.append("\u001b[").append(drawn.size()).append('A');
            }
            lines.forEach(line -> text.append('\r').append(line).append("\u001b[K\n"));
            screen.print(text.append("\u001b[J").toString());
            drawn = lines;
        }
    }
}
