// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.sheet;

import dev.pawl.examples.media.faces.Face;
import dev.pawl.examples.media.faces.Person;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** The contact sheet: for each person a name, when they are seen, and some of their faces with the time of each. */
final class Page {

    private static final int FINER = 2;
    private static final int EDGE = 36;
    private static final int HEAD = 92;
    private static final int ROW = 156;
    private static final int NAMES = 132;
    private static final int FACES = 8;
    private static final int FACE = 92;
    private static final int GAP = 10;
    private static final int WIDTH = 2 * EDGE + NAMES + FACES * (FACE + GAP) - GAP;
    private static final Color PAPER = new Color(0x14161a);
    private static final Color CARD = new Color(0x1d2026);
    private static final Color INK = new Color(0xf1ede6);
    private static final Color FAINT = new Color(0x8d929c);
    private static final Color LINE = new Color(0x30343c);
    private static final List<Color> COLOURS = List.of(
            new Color(0xf2a65a), new Color(0x5ec4b6), new Color(0xe5738a), new Color(0x8fa8f0), new Color(0xb8d468));

    private final String episode;
    private final int frames;
    private final double seconds;
    private final Map<String, Face> faces;
    private final List<Person> people;

    Page(String episode, int frames, double seconds, Map<String, Face> faces, List<Person> people) {
        this.episode = episode;
        this.frames = frames;
        this.seconds = seconds;
        this.faces = faces;
        this.people = people;
    }

    BufferedImage paint() throws IOException {
        int height = HEAD + people.size() * (ROW + 14) + EDGE - 30;
        BufferedImage image = new BufferedImage(WIDTH * FINER, height * FINER, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.scale(FINER, FINER);
        g.setPaint(PAPER);
        g.fillRect(0, 0, WIDTH, height);
        text(g, episode, EDGE, 46, Font.BOLD, 24, INK);
        int seen = people.stream().mapToInt(Person::faces).sum();
        String summary = people.size() + " people   " + seen + " faces   " + frames + " frames   " + clock(seconds);
        text(g, summary, EDGE, 68, Font.PLAIN, 12, FAINT);
        for (int i = 0; i < people.size(); i++) {
            row(g, people.get(i), COLOURS.get(i % COLOURS.size()), HEAD + i * (ROW + 14));
        }
        g.dispose();
        return image;
    }

    private void row(Graphics2D g, Person person, Color colour, int top) throws IOException {
        g.setPaint(CARD);
        g.fill(new RoundRectangle2D.Double(EDGE - 16, top, WIDTH - 2 * EDGE + 32, ROW, 18, 18));
        g.setPaint(colour);
        g.fill(new RoundRectangle2D.Double(EDGE - 16, top + 18, 4, ROW - 36, 4, 4));
        text(g, person.name(), EDGE + 10, top + 72, Font.BOLD, 52, colour);
        text(g, person.faces() + " faces", EDGE + 10, top + 98, Font.PLAIN, 12, INK);
        int shots = person.tracks().size();
        text(g, shots + (shots == 1 ? " appearance" : " appearances"), EDGE + 10, top + 115, Font.PLAIN, 12, FAINT);
        List<String> all = person.tracks().stream()
                .flatMap(track -> track.faces().stream())
                .toList();
        int shown = Math.min(FACES, all.size());
        for (int i = 0; i < shown; i++) {
            Face face = faces.get(all.get((int) ((i + 0.5) * all.size() / shown)));
            if (face != null) {
                face(g, face, EDGE + NAMES + i * (FACE + GAP), top + 16);
            }
        }
        timeline(g, person, colour, EDGE + NAMES, top + ROW - 19);
    }

    private static void face(Graphics2D g, Face face, int x, int y) throws IOException {
        BufferedImage crop = ImageIO.read(new File(face.crop()));
        Shape frame = new RoundRectangle2D.Double(x, y, FACE, FACE, 14, 14);
        Shape clip = g.getClip();
        g.clip(frame);
        g.drawImage(crop, x, y, FACE, FACE, null);
        g.setClip(clip);
        g.setPaint(LINE);
        g.draw(frame);
        centred(g, clock(face.seconds()), x + FACE / 2, y + FACE + 16);
    }

    private void timeline(Graphics2D g, Person person, Color colour, int x, int y) {
        double width = WIDTH - x - EDGE;
        g.setPaint(LINE);
        g.fill(new RoundRectangle2D.Double(x, y, width, 6, 6, 6));
        g.setPaint(colour);
        for (Person.OneTrack track : person.tracks()) {
            double from = x + width * track.from() / seconds;
            double to = x + width * Math.min(1, (track.to() + seconds / frames) / seconds);
            g.fill(new RoundRectangle2D.Double(from, y, to - from, 6, 6, 6));
        }
    }

    private static void text(Graphics2D g, String text, int x, int y, int style, int size, Color colour) {
        g.setFont(new Font(Font.SANS_SERIF, style, size));
        g.setPaint(colour);
        g.drawString(text, x, y);
    }

    private static void centred(Graphics2D g, String text, int x, int y) {
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        g.setPaint(FAINT);
        g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, y);
    }

    /** Minutes, seconds and tenths. */
    static String clock(double seconds) {
        long tenths = Math.round(seconds * 10);
        return String.format(Locale.ROOT, "%02d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}
