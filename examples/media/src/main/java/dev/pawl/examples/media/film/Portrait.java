// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import static dev.pawl.examples.media.film.Brush.alpha;
import static dev.pawl.examples.media.film.Brush.mix;
import static dev.pawl.examples.media.film.Brush.oval;
import static dev.pawl.examples.media.film.Brush.spot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/**
 * Paints a person from the front. The middle between the eyes is the origin and a face is two units wide. Detectors look for
 * what light does to a face: eyes in shadow, a bright bridge of the nose and bright cheeks, a dark mouth; so these are painted
 * with care, and the rest for the eye.
 */
final class Portrait {

    private static final Color SHADOW = new Color(0x2a1410);
    private static final Color LIGHT = new Color(0xfff4e6);

    private final Graphics2D g;
    private final Look look;
    private final Mimic mimic;
    private final double w;

    /**
     * What a face does at a moment.
     *
     * @param mouth from 0, closed, to 1
     * @param lids from 0, open, to 1
     * @param gaze from -1, left, to 1
     */
    record Mimic(double mouth, double lids, double gaze) {}

    private Portrait(Graphics2D g, Look look, Mimic mimic) {
        this.g = g;
        this.look = look;
        this.mimic = mimic;
        this.w = look.width();
    }

    static void paint(Graphics2D g, Look look, Mimic mimic) {
        Portrait portrait = new Portrait(g, look, mimic);
        Hair hair = new Hair(g, look);
        portrait.body();
        hair.behind();
        portrait.head();
        portrait.light();
        portrait.nose();
        if (look.beard()) {
            hair.beard();
        }
        portrait.mouth();
        portrait.eye(-1);
        portrait.eye(1);
        hair.front();
        if (look.glasses()) {
            portrait.glasses();
        }
    }

    private void body() {
        Path2D torso = new Path2D.Double();
        torso.moveTo(-2.6, 4.6);
        torso.curveTo(-2.5, 2.7, -1.5, 2.45, -0.6, 2.15);
        torso.lineTo(0.6, 2.15);
        torso.curveTo(1.5, 2.45, 2.5, 2.7, 2.6, 4.6);
        torso.closePath();
        g.setPaint(new LinearGradientPaint(-2.6f, 2, 2.6f, 3.4f, new float[] {0, 1}, new Color[] {
            mix(look.clothes(), LIGHT, 0.18), mix(look.clothes(), Color.BLACK, 0.35)
        }));
        g.fill(torso);
        g.setPaint(new LinearGradientPaint(0, 1.4f, 0, 2.5f, new float[] {0, 1}, new Color[] {
            mix(look.skin(), SHADOW, 0.55), mix(look.skin(), SHADOW, 0.15)
        }));
        Path2D neck = new Path2D.Double();
        neck.moveTo(-0.48, 1.0);
        neck.lineTo(-0.52, 2.1);
        neck.curveTo(-0.4, 2.6, 0.4, 2.6, 0.52, 2.1);
        neck.lineTo(0.48, 1.0);
        neck.closePath();
        g.fill(neck);
    }

    private void head() {
        for (int side = -1; side <= 1; side += 2) {
            g.setPaint(mix(look.skin(), SHADOW, 0.22));
            g.fill(oval(side * 1.02 * w, 0.18, 0.16, 0.3));
        }
        Shape face = face();
        g.setPaint(new RadialGradientPaint(-0.15f, 0.0f, 1.9f, new float[] {0, 0.5f, 1}, new Color[] {
            mix(look.skin(), LIGHT, 0.28), look.skin(), mix(look.skin(), SHADOW, 0.5)
        }));
        g.fill(face);
    }

    private Shape face() {
        double chin = 0.42 + 0.22 * look.jaw();
        Path2D face = new Path2D.Double();
        face.moveTo(0, -1.28);
        face.curveTo(0.75 * w, -1.28, 1.05 * w, -0.75, 1.02 * w, 0);
        face.curveTo(1.0 * w, 0.75, chin + 0.2, 1.62, 0, 1.64);
        face.curveTo(-chin - 0.2, 1.62, -1.0 * w, 0.75, -1.02 * w, 0);
        face.curveTo(-1.05 * w, -0.75, -0.75 * w, -1.28, 0, -1.28);
        return face;
    }

    private void light() {
        Shape clip = g.getClip();
        g.clip(face());
        spot(g, -0.05, -0.78, 0.85, 0.42, LIGHT, 0.34); // forehead
        for (int side = -1; side <= 1; side += 2) {
            spot(g, side * 0.45, 0.02, 0.46, 0.3, SHADOW, 0.5); // sockets
            spot(g, side * 0.55, 0.6, 0.4, 0.36, LIGHT, 0.3); // cheekbones
            spot(g, side * 0.62, 0.72, 0.32, 0.26, new Color(0xd0504a), 0.16);
            spot(g, side * 1.02 * w, 0.8, 0.4, 1.1, SHADOW, 0.3); // towards the ears
        }
        spot(g, 0, 1.55, 0.75, 0.26, SHADOW, 0.3);
        spot(g, 0, 1.34, 0.26, 0.16, LIGHT, 0.2); // chin
        g.setClip(clip);
    }

    private void nose() {
        spot(g, 0, 0.12, 0.15, 0.6, LIGHT, 0.5);
        spot(g, 0.17, 0.3, 0.1, 0.42, SHADOW, 0.16);
        spot(g, 0, 0.66, 0.3, 0.1, SHADOW, 0.4);
        spot(g, 0, 0.52, 0.15, 0.13, LIGHT, 0.5);
        for (int side = -1; side <= 1; side += 2) {
            spot(g, side * 0.12, 0.64, 0.08, 0.055, SHADOW, 0.75);
        }
    }

    private void mouth() {
        double open = 0.13 * mimic.mouth();
        g.setPaint(new Color(0x3b1114));
        g.fill(oval(0, 1.05 + open / 2, 0.32 - open * 0.4, 0.03 + open));
        if (mimic.mouth() > 0.4) {
            g.setPaint(new Color(0xe3dad0));
            g.fill(oval(0, 1.035 - open / 2, 0.2, open * 0.42));
        }
        g.setPaint(look.lips());
        Path2D upper = new Path2D.Double();
        upper.moveTo(-0.42, 1.0);
        upper.curveTo(-0.25, 0.96 - open / 2, -0.1, 0.9 - open / 2, 0, 0.95 - open / 2);
        upper.curveTo(0.1, 0.9 - open / 2, 0.25, 0.96 - open / 2, 0.42, 1.0);
        upper.curveTo(0.2, 1.06 - open / 2, -0.2, 1.06 - open / 2, -0.42, 1.0);
        g.fill(upper);
        g.setPaint(mix(look.lips(), LIGHT, 0.15));
        Path2D lower = new Path2D.Double();
        lower.moveTo(-0.4, 1.01);
        lower.curveTo(-0.2, 1.09 + 1.7 * open, 0.2, 1.09 + 1.7 * open, 0.4, 1.01);
        lower.curveTo(0.22, 1.24 + 1.9 * open, -0.22, 1.24 + 1.9 * open, -0.4, 1.01);
        g.fill(lower);
    }

    private void eye(int side) {
        double x = side * 0.44;
        double open = 0.115 * (1 - mimic.lids()) + 0.012;
        g.setPaint(new Color(0xe8e1d8));
        Shape ball = oval(x, 0.02, 0.215, open);
        g.fill(ball);
        Shape clip = g.getClip();
        g.clip(ball);
        double iris = x + 0.07 * mimic.gaze();
        g.setPaint(look.eyes());
        g.fill(oval(iris, 0.01, 0.115, 0.12));
        g.setPaint(new Color(0x0d0a09));
        g.fill(oval(iris, 0.01, 0.06, 0.062));
        g.setPaint(alpha(Color.WHITE, 0.9));
        g.fill(oval(iris - 0.04, -0.035, 0.025, 0.025));
        g.setPaint(alpha(SHADOW, 0.35));
        g.fill(oval(x, -0.1, 0.25, 0.08));
        g.setClip(clip);
        g.setStroke(new BasicStroke(0.055f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setPaint(new Color(0x1b1210));
        Path2D lid = new Path2D.Double();
        lid.moveTo(x - 0.235, 0.04);
        lid.curveTo(x - 0.1, 0.0 - 1.25 * open, x + 0.1, 0.0 - 1.25 * open, x + 0.235, 0.04);
        g.draw(lid);
        g.setStroke(new BasicStroke(0.11f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setPaint(alpha(mix(look.hair(), SHADOW, look.cut() == Look.Cut.BALD ? 0.55 : 0.5), 0.92));
        Path2D brow = new Path2D.Double();
        brow.moveTo(side * 0.19, -0.24);
        brow.curveTo(side * 0.35, -0.36, side * 0.55, -0.36, side * 0.7, -0.23);
        g.draw(brow);
    }

    private void glasses() {
        g.setStroke(new BasicStroke(0.06f));
        for (int side = -1; side <= 1; side += 2) {
            Shape glass = new RoundRectangle2D.Double(side * 0.46 - 0.33, -0.2, 0.66, 0.5, 0.36, 0.36);
            g.setPaint(alpha(Color.WHITE, 0.06));
            g.fill(glass);
            g.setPaint(new Color(0x231c1a));
            g.draw(glass);
        }
        Path2D bridge = new Path2D.Double();
        bridge.moveTo(-0.13, -0.02);
        bridge.curveTo(-0.06, -0.1, 0.06, -0.1, 0.13, -0.02);
        g.draw(bridge);
    }
}
