// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes a table and a chart. */
public final class Report {

    private static final int ROW = 28;
    private static final int NAMES = 330;
    private static final int BARS = 420;

    private Report() {}

    /**
     * Writes {@code name.md} and {@code name.svg}.
     *
     * @param limit what the others are a share of
     */
    public static void write(Path folder, String name, String title, List<Measured> all, Measured limit)
            throws IOException {
        Files.createDirectories(folder);
        StringBuilder table = new StringBuilder("# ")
                .append(title)
                .append("\n\nMedians of ")
                .append(limit.figures().size())
                .append(" rounds, measured in turn.\n\n| what | median | share of ")
                .append(limit.name())
                .append(" | all rounds |\n|---|---:|---:|---|\n");
        for (Measured one : all) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.1f %s | %.0f %% | %s |%n",
                    one.name(),
                    one.median(),
                    one.unit(),
                    100 * one.median() / limit.median(),
                    one.figures().stream()
                            .map(figure -> String.format(Locale.ROOT, "%,.1f", figure))
                            .toList()));
        }
        table.append("\n![").append(title).append("](").append(name).append(".svg)\n");
        Files.writeString(folder.resolve(name + ".md"), table);
        Files.writeString(folder.resolve(name + ".svg"), chart(title, all));
        System.out.println("\n" + table + "\nwritten to " + folder.resolve(name + ".md"));
    }

    private static String chart(String title, List<Measured> all) {
        double most = all.stream().mapToDouble(Measured::median).max().orElse(1);
        int height = ROW * (all.size() + 2);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<style>text{fill:#222}rect{fill:#3b7dd8}"
                        + "@media(prefers-color-scheme:dark){text{fill:#ddd}rect{fill:#6aa5f0}}</style>%n"
                        + "<text x=\"8\" y=\"20\" font-weight=\"bold\">%s</text>%n",
                NAMES + BARS + 130,
                height,
                title));
        int y = ROW + 14;
        for (Measured one : all) {
            double width = Math.max(1, BARS * one.median() / most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"18\"/>"
                            + "<text x=\"%.0f\" y=\"%d\">%,.0f %s</text>%n",
                    NAMES - 10,
                    y + 13,
                    one.name(),
                    NAMES,
                    y,
                    width,
                    NAMES + width + 8,
                    y + 13,
                    one.median(),
                    one.unit()));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }
}
