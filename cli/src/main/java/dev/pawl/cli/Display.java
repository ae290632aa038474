// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.RunView;
import dev.pawl.cli.terminal.Screen;
import dev.pawl.cli.terminal.Size;
import dev.pawl.cli.text.LivePage;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.Rates;
import dev.pawl.cli.text.Story;
import java.util.List;

/** Shows a run while it goes on. */
interface Display {

    void show(RunView run, Look look);

    /** Drawn over where that is possible, else told line by line. */
    static Display on(Screen screen, Size size) {
        return screen.terminal() ? new Live(screen, size) : new Told(screen, new Story());
    }

    /** Lines that stay. */
    record Told(Screen screen, Story story) implements Display {
        @Override
        public void show(RunView run, Look look) {
            screen.lines(story.lines(run, look));
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
        public void show(RunView run, Look look) {
            rates.observe(run);
            List<String> lines = page.lines(run, look, size.lines() - 1);
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
