// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pieces of pages. */
final class Xhtml {

    /** In a text such a thing cannot be: its quotation marks are escaped. */
    private static final Pattern SOURCE = Pattern.compile("<img src=\"(" + Pictures.FOLDER + "[^\"]+)\"");

    private Xhtml() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Writes a chapter with its pictures in it. */
    static void whole(Book.Chapter chapter, Pictures pictures, OutputStream out) throws IOException {
        String html = Markdown.html(chapter);
        Matcher source = SOURCE.matcher(html);
        int at = 0;
        while (source.find()) {
            put(html.substring(at, source.start(1)), out);
            Pictures.Picture picture = pictures.found().get(source.group(1));
            if (picture != null) {
                put("data:" + picture.type() + ";base64,", out);
                try (InputStream in = picture.open();
                        OutputStream coded = Base64.getEncoder().wrap(new Unclosed(out))) {
                    in.transferTo(coded);
                }
            }
            at = source.end(1);
        }
        put(html.substring(at), out);
    }

    static void put(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** To write to something that stays open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** A style sheet of ours. */
    static String style(String name) {
        try (InputStream in = Xhtml.class.getResourceAsStream("/dev/pawl/stages/export/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the style sheet " + name + " is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
