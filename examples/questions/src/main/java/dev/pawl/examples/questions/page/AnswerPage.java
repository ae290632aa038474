// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.page;

import dev.pawl.examples.questions.tables.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A question and its answer as an HTML file. */
public final class AnswerPage {

    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; }
            td.bar { width: 40%; } td.bar i { display: block; height: .8rem; background: #4a7fb5; }
            ol { color: #777; }
            """;

    private final Path file;
    private final String question;

    private AnswerPage(Path file, String question) {
        this.file = file;
        this.question = question;
    }

    /**
     * A page to be written.
     *
     * @throws IOException where the folder cannot be made: better said before a model is paid than after
     */
    public static AnswerPage in(Path folder, String id, String question) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(
                    folder.toAbsolutePath() + " is a file, and pages go into a folder of that name; move it away");
        }
        Files.createDirectories(folder);
        return new AnswerPage(folder.resolve(id.replaceAll("[^A-Za-z0-9_-]", "_") + ".html"), question);
    }

    /** Writes it, whole or not at all, and gives its name. */
    public String write(String text, List<String> steps, Result result) throws IOException {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
        html.append("<title>")
                .append(escaped(question))
                .append("</title><style>")
                .append(STYLE)
                .append("</style>\n");
        html.append("<h1>")
                .append(escaped(question))
                .append("</h1>\n<p>")
                .append(escaped(text))
                .append("</p>\n");
        if (!result.lines().isEmpty()) {
            html.append(Rows.of(result));
        }
        if (!steps.isEmpty()) {
            html.append("<p>How it was found:</p><ol>\n");
            steps.forEach(step -> html.append("<li>").append(escaped(step)).append("</li>\n"));
            html.append("</ol>\n");
        }
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, html);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file.toAbsolutePath().normalize().toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
