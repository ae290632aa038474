// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;

/** A text of about 60 pages: chapters with tables, code and pictures. */
final class LongBook {

    static final int CHAPTERS = 12;

    private static final String[] WORDS =
            "the run stage table page of light with work river and under stone begins ends never".split(" ", -1);

    /** What people write, and readers of files do not forgive. */
    private static final String ODD = """
            ## Odd things

            ### Chapter 1

            ### 1

            ### 1

            ### µ² & <Ω>

            ### Odd things

            [Back](#chapter-1-of-stones), [to µ](#µ²--Ω), [to nowhere](#nowhere), [a file](../notes/other.md), [a script](javascript:alert(1)),
            [a page](https://example.org/a b?x=1|2&y="3"), <https://example.org/ä>, [mail](mailto:a@example.org), [empty](), [encoded](#%%C3%%BCber).

            ### Über

            3. A list that begins at three

               > with a quotation

            4. and goes on
               1. with one in it
               2. and another

            ---

            | only | a head |
            |:----:|--------|

            | a `\\|` in code | **bold** | a very long word |
            | --- | :---: | --- |
            | x | ![](%s) | Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluesselloch |

            <div onclick="x">HTML</div>

            Signs &nbsp;&copy; &#128640; 🚀 \u0001 line\\
            break ~~no~~ `code <b>` ![a "picture" & more](%s "with <a> title")

            ```java title="x" <&>
            if (a < b && c > d) { return "long ".repeat(40); } // %s
            ```

                indented
            """.formatted(small(), small(), "long ".repeat(60));

    private LongBook() {}

    private static String small() {
        try {
            return picture(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The text.
     *
     * @param file a picture in a file, which each chapter shows beside one of its own
     */
    static String text(String file) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("# The Long Book\n\nA word before, with ä, ß, Ω and Ж.\n\n");
        for (int chapter = 1; chapter <= CHAPTERS; chapter++) {
            text.append("## Chapter ").append(chapter).append(" of stones\n\n");
            for (int section = 1; section <= 4; section++) {
                text.append("### Section ")
                        .append(chapter)
                        .append('.')
                        .append(section)
                        .append("\n\n");
                for (int paragraph = 0; paragraph < 6; paragraph++) {
                    words(text, random, 140);
                }
            }
            text.append("| stone | weight |\n| --- | ---: |\n");
            for (int row = 1; row <= 8; row++) {
                text.append("| stone ")
                        .append(chapter)
                        .append('-')
                        .append(row)
                        .append(" | ")
                        .append(row)
                        .append(" kg |\n");
            }
            text.append("\n```java\nint stone").append(chapter).append(" = weigh(\"<&>\");\n```\n\n");
            text.append("![drawing ")
                    .append(chapter)
                    .append("](")
                    .append(picture(chapter))
                    .append(")\n\n");
            text.append("![map](").append(file).append(")\n\n");
            text.append("See [the next](#chapter-")
                    .append(chapter % CHAPTERS + 1)
                    .append("-of-stones).\n\n");
        }
        return text.append(ODD).toString();
    }

    private static void words(StringBuilder text, Random random, int count) {
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i == count - 1 ? ".\n\n" : " ");
        }
    }

    static byte[] png(int number) throws IOException {
        BufferedImage image = new BufferedImage(300, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(number * 997 % 0xFFFFFF));
        graphics.fillOval(10, 10, 20 * number + 20, 90);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    static String picture(int number) throws IOException {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(number));
    }
}
