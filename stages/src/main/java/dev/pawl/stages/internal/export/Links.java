// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** Links from one place of a book to another, and out of it. */
final class Links {

    private static final Pattern INSIDE = Pattern.compile("(<a [^>]*?href=\")#([^\"]*)\"");
    private static final Pattern OUTSIDE = Pattern.compile("(?i)(https?://|mailto:).+");
    private static final String PLAIN = "-._~:/?#@!$&'()*+,;=%";

    private Links() {}

    /**
     * Has links lead somewhere: those to nothing, to files beside the text and to scripts are the words they were made of.
     *
     * @param ids of headings, by what people write to go there
     */
    static void settle(Node text, Map<String, String> ids) {
        text.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                String to = target(link.getDestination(), ids);
                if (to == null) {
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                } else {
                    link.setDestination(to);
                }
            }
        });
    }

    private static @Nullable String target(String destination, Map<String, String> ids) {
        if (destination.startsWith("#")) {
            String id = ids.get(decoded(destination.substring(1)).toLowerCase(Locale.ROOT));
            return id == null ? null : address("#" + id);
        }
        return OUTSIDE.matcher(destination).matches() ? address(destination) : null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** As addresses are written, or null where it is none. */
    private static @Nullable String address(String text) {
        StringBuilder address = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            address.append(
                    letter || PLAIN.indexOf(c) >= 0 ? c : "%" + HexFormat.of().toHexDigits(b));
        }
        try {
            return new URI(address.toString()).toString();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /**
     * The same where not all is in one file.
     *
     * @param file comes to the one where that id is, or to nothing where it is the same
     */
    static String moved(String html, UnaryOperator<String> file) {
        return INSIDE.matcher(html)
                .replaceAll(link -> Matcher.quoteReplacement(
                        link.group(1) + file.apply(decoded(link.group(2))) + "#" + link.group(2) + "\""));
    }
}
