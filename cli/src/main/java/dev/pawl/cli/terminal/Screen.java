// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go: a terminal, or something that stands in for one. Symbols it cannot show become letters. A write that
 * fails is remembered and the last one that is tried: whether that matters is for whoever knows what was written.
 */
public final class Screen {

    private static final String SYMBOLS = "✓✗●○◌■█░┊─…·—–→’";
    private static final String LETTERS = "+x*o~#=.:-~--->'";

    private final Guarded stream;
    private final Charset charset;
    private final boolean terminal;
    private final boolean symbols;

    public Screen(OutputStream stream, Charset charset, boolean terminal) {
        this.stream = new Guarded(stream);
        this.charset = charset;
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
        byte[] bytes = (symbols ? text : spelled(text)).getBytes(charset);
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }

    /** For what is written byte by byte, as JSON is. Throws nothing. */
    public OutputStream bytes() {
        return stream;
    }

    /** Whether nothing arrives any more, as after {@code | head} or on a full disk. */
    public boolean broken() {
        return stream.failed.get() != null;
    }

    /** Why something did not arrive that somebody still waits for; null where all did, or the reader has gone, as {@code head} does. */
    public @Nullable IOException lost() {
        IOException failure = stream.failed.get();
        return failure == null || readerGone(failure) ? null : failure;
    }

    private static boolean readerGone(IOException failure) {
        String why = failure.getMessage();
        return why != null && why.toLowerCase(Locale.ROOT).contains("broken pipe");
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

    /** Keeps the first failure and writes nothing after it. */
    private static final class Guarded extends OutputStream {

        private final OutputStream stream;
        private final AtomicReference<@Nullable IOException> failed = new AtomicReference<>();

        Guarded(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            tried(() -> stream.write(bytes, from, length));
        }

        @Override
        public void flush() {
            tried(stream::flush);
        }

        private void tried(Writing writing) {
            if (failed.get() != null) {
                return;
            }
            try {
                writing.write();
            } catch (IOException e) {
                failed.compareAndSet(null, e);
            }
        }
    }

    /** One write. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }
}
