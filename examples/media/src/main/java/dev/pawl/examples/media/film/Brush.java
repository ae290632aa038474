// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;

/** Soft spots and plain ovals: what light and shadow on a face are painted with. */
final class Brush {

    private Brush() {}

    /** An oval around a point. */
    static Ellipse2D oval(double x, double y, double halfWidth, double halfHeight) {
        return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    /** A spot that fades away towards its edge. */
    static void spot(
            Graphics2D g, double x, double y, double halfWidth, double halfHeight, Color color, double strength) {
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.scale(halfWidth, halfHeight);
        g.setPaint(new RadialGradientPaint(0, 0, 1, new float[] {0, 0.55f, 1}, new Color[] {
            alpha(color, strength), alpha(color, strength * 0.55), alpha(color, 0)
        }));
        g.fill(oval(0, 0, 1, 1));
        g.setTransform(before);
    }

    static Color alpha(Color color, double strength) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * strength));
    }

    /** Between two colours: 0 is the first, 1 the second. */
    static Color mix(Color one, Color other, double share) {
        return new Color(
                between(one.getRed(), other.getRed(), share),
                between(one.getGreen(), other.getGreen(), share),
                between(one.getBlue(), other.getBlue(), share));
    }

    private static int between(int one, int other, double share) {
        return (int) Math.round(one + (other - one) * share);
    }
}
