// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/** Where lines go: a terminal, or something that stands in for one. Symbols it cannot show become letters. */
public final class Screen {

    private static final String SYMBOLS = "✓✗●○◌■█░…·—–→’";
    private static final String LETTERS = "+x*o~#=.~-->>'";

    private final PrintStream stream;
    private final boolean terminal;
    private final boolean symbols;

    public Screen(PrintStream stream, Charset charset, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
        this.symbols = charset.canEncode() && charset.newEncoder().canEncode(SYMBOLS);
    }

    /** Whether a person sees it at once, in colours, and it can be drawn over. */
    public boolean terminal() {
        return terminal;
    }

    public void line(String text) {
        print(text + "\n");
    }

    public void lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        print(text.toString());
    }

    public void print(String text) {
        stream.print(symbols ? text : spelled(text));
        stream.flush();
    }

    /** For what is written byte by byte, as JSON is. */
    public OutputStream bytes() {
        return stream;
    }

    /** Whether nobody reads it any more, as after {@code | head}. */
    public boolean broken() {
        return stream.checkError();
    }

    private static String spelled(String text) {
        StringBuilder spelled = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            int symbol = SYMBOLS.indexOf(text.charAt(i));
            if (symbol >= 0) {
                spelled.setCharAt(i, LETTERS.charAt(symbol));
            }
        }
        return spelled.toString();
    }
}
