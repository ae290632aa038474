// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.page;

import static dev.pawl.examples.questions.page.AnswerPage.escaped;

import dev.pawl.examples.questions.tables.Result;
import java.util.List;

/** The lines of a result, each with a bar for its last column where all of that are numbers. */
final class Rows {

    private Rows() {}

    static String of(Result result) {
        int last = result.columns().size() - 1;
        boolean bars = result.lines().size() > 1
                && result.lines().stream().allMatch(line -> line.get(last).matches("\\d+(\\.\\d+)?"));
        double longest = !bars
                ? 0
                : result.lines().stream()
                        .mapToDouble(line -> Double.parseDouble(line.get(last)))
                        .max()
                        .orElse(0);
        StringBuilder html = new StringBuilder("<table><tr>");
        result.columns().forEach(column -> cell(html, "th", column.replace('_', ' ')));
        html.append(bars ? "<th></th></tr>\n" : "</tr>\n");
        for (List<String> line : result.lines()) {
            html.append("<tr>");
            line.forEach(value -> cell(html, "td", value));
            if (bars && longest > 0) {
                long share = Math.round(100 * Double.parseDouble(line.get(last)) / longest);
                html.append("<td class=\"bar\"><i style=\"width: ")
                        .append(share)
                        .append("%\"></i></td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    private static void cell(StringBuilder html, String tag, String value) {
        html.append('<')
                .append(tag)
                .append('>')
                .append(escaped(value))
                .append("</")
                .append(tag)
                .append('>');
    }
}
