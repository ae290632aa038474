// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links from one place of a book to another. */
final class Links {

    private static final Pattern INSIDE = Pattern.compile("(<a [^>]*?href=\")#([^\"]*)\"");

    private Links() {}

    /**
     * The same with other addresses.
     *
     * @param address of the place with that id
     */
    static String moved(String html, UnaryOperator<String> address) {
        return INSIDE.matcher(html)
                .replaceAll(link -> Matcher.quoteReplacement(link.group(1) + address.apply(link.group(2)) + "\""));
    }
}
