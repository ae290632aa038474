// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import static dev.pawl.examples.media.film.Brush.mix;
import static dev.pawl.examples.media.film.Brush.spot;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/** What the camera shows between two cuts: some people before a wall with lamps far behind. */
record Shot(double seconds, Color wall, Color lamps, List<Place> cast) {

    static final int WIDTH = 400;
    static final int HEIGHT = 224;
    private static final int FINER = 3;

    /**
     * Where somebody stands.
     *
     * @param x of the picture's width
     * @param y of the picture's height, of the middle between the eyes
     * @param size of a face's half width, in pixels
     * @param phase so that no two move alike
     */
    record Place(Look look, double x, double y, double size, double phase) {}

    /** The picture at that second of the shot. */
    BufferedImage at(double second) {
        BufferedImage fine = new BufferedImage(WIDTH * FINER, HEIGHT * FINER, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = fine.createGraphics();
        smooth(g);
        g.scale(FINER, FINER);
        room(g, second);
        for (Place place : cast) {
            AffineTransform before = g.getTransform();
            pose(g, place, second);
            Portrait.paint(g, place.look, mimic(place, second));
            g.setTransform(before);
        }
        g.dispose();
        return finished(fine);
    }

    private void room(Graphics2D g, double second) {
        g.setPaint(new GradientPaint(0, 0, mix(wall, Color.WHITE, 0.12), WIDTH, HEIGHT, mix(wall, Color.BLACK, 0.45)));
        g.fillRect(0, 0, WIDTH, HEIGHT);
        for (int i = 0; i < 7; i++) {
            double x = (i * 83 + 37) % WIDTH + 5 * Math.sin(second * 0.5 + i);
            double y = 24 + (i * 47) % 110;
            double r = 14 + (i * 29) % 26;
            spot(g, x, y, r, r, lamps, 0.16 + 0.05 * (i % 3));
        }
    }

    private static void pose(Graphics2D g, Place place, double second) {
        double p = place.phase;
        double x = place.x * WIDTH + 11 * Math.sin(0.9 * second + p);
        double y = place.y * HEIGHT + 3.5 * Math.sin(1.7 * second + 2 * p);
        g.translate(x, y);
        g.rotate(Math.toRadians(3.5 * Math.sin(1.1 * second + 3 * p)));
        double size = place.size * (1 + 0.04 * Math.sin(0.7 * second + p));
        g.scale(size, size);
    }

    private static Portrait.Mimic mimic(Place place, double second) {
        double p = place.phase;
        double talk = Math.max(0, Math.sin(0.8 * second + p)) * Math.abs(Math.sin(7 * second + p));
        double blink = Math.max(0, Math.sin(1.9 * second + 2.3 * p) - 0.96) / 0.04;
        return new Portrait.Mimic(talk, Math.min(1, blink), Math.sin(0.6 * second + p));
    }

    private static BufferedImage finished(BufferedImage fine) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, mean(fine, x * FINER, y * FINER));
            }
        }
        return picture;
    }

    private static int mean(BufferedImage fine, int left, int top) {
        int r = 0;
        int g = 0;
        int b = 0;
        for (int i = 0; i < FINER * FINER; i++) {
            int rgb = fine.getRGB(left + i % FINER, top + i / FINER);
            r += (rgb >> 16) & 255;
            g += (rgb >> 8) & 255;
            b += rgb & 255;
        }
        int n = FINER * FINER;
        return ((r / n) << 16) | ((g / n) << 8) | (b / n);
    }

    private static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }
}
