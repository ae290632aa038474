// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import static dev.pawl.examples.media.film.Brush.alpha;
import static dev.pawl.examples.media.film.Brush.mix;
import static dev.pawl.examples.media.film.Brush.oval;
import static dev.pawl.examples.media.film.Brush.spot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.geom.Area;
import java.awt.geom.Path2D;

/** Hair behind a face, hair in front of it, and the hair below it. */
final class Hair {

    private final Graphics2D g;
    private final Look look;
    private final double w;

    Hair(Graphics2D g, Look look) {
        this.g = g;
        this.look = look;
        this.w = look.width();
    }

    void behind() {
        g.setPaint(paint());
        switch (look.cut()) {
            case LONG -> {
                Path2D mane = new Path2D.Double();
                mane.moveTo(0, -1.66);
                mane.curveTo(1.3 * w, -1.7, 1.5 * w, -0.4, 1.42 * w, 0.9);
                mane.curveTo(1.36 * w, 1.8, 1.5 * w, 2.3, 1.2 * w, 2.7);
                mane.curveTo(0.6, 2.3, -0.6, 2.3, -1.2 * w, 2.7);
                mane.curveTo(-1.5 * w, 2.3, -1.36 * w, 1.8, -1.42 * w, 0.9);
                mane.curveTo(-1.5 * w, -0.4, -1.3 * w, -1.7, 0, -1.66);
                Area gap = new Area(mane);
                gap.subtract(new Area(oval(0, 1.9, 0.62, 0.9)));
                g.fill(gap);
            }
            case BOB -> {
                g.fill(oval(0, -0.25, 1.46 * w, 1.5));
                g.fill(oval(-0.95 * w, 0.55, 0.5, 0.85));
                g.fill(oval(0.95 * w, 0.55, 0.5, 0.85));
            }
            case SHORT -> g.fill(oval(0, -0.5, 1.14 * w, 1.12));
            case BALD -> {
                g.fill(oval(-0.98 * w, -0.2, 0.2, 0.5));
                g.fill(oval(0.98 * w, -0.2, 0.2, 0.5));
            }
        }
    }

    void front() {
        g.setPaint(paint());
        switch (look.cut()) {
            case LONG -> {
                g.fill(curtain(1));
                g.fill(curtain(-1));
            }
            case BOB -> {
                Path2D fringe = new Path2D.Double();
                fringe.moveTo(-1.2 * w, 0.1);
                fringe.curveTo(-1.3 * w, -1.9, 1.3 * w, -1.9, 1.2 * w, 0.1);
                fringe.curveTo(1.02 * w, -0.5, 0.8 * w, -0.72, 0.0, -0.74);
                fringe.curveTo(-0.8 * w, -0.72, -1.02 * w, -0.5, -1.2 * w, 0.1);
                g.fill(fringe);
            }
            case SHORT -> {
                Path2D top = new Path2D.Double();
                top.moveTo(-1.07 * w, -0.15);
                top.curveTo(-1.3 * w, -1.2, -0.8 * w, -1.75, 0.1, -1.7);
                top.curveTo(0.9 * w, -1.68, 1.3 * w, -1.1, 1.07 * w, -0.15);
                top.curveTo(1.0 * w, -0.6, 0.85 * w, -0.85, 0.55 * w, -0.98);
                top.curveTo(0.1 * w, -0.78, -0.5 * w, -0.85, -0.75 * w, -0.95);
                top.curveTo(-0.92 * w, -0.75, -1.0 * w, -0.5, -1.07 * w, -0.15);
                g.fill(top);
            }
            case BALD -> spot(g, -0.25, -1.0, 0.45, 0.2, Color.WHITE, 0.35);
        }
        if (look.cut() != Look.Cut.BALD) {
            spot(g, -0.35, -1.25, 0.6, 0.2, mix(look.hair(), Color.WHITE, 0.6), 0.4);
        }
    }

    private Path2D curtain(int side) {
        Path2D half = new Path2D.Double();
        half.moveTo(side * -0.12, -1.62);
        half.curveTo(side * 0.9 * w, -1.8, side * 1.4 * w, -0.9, side * 1.3 * w, 0.7);
        half.curveTo(side * 1.1 * w, 0.2, side * 1.02 * w, -0.3, side * 0.86 * w, -0.62);
        half.curveTo(side * 0.6 * w, -0.95, side * 0.2, -1.05, side * -0.12, -1.3);
        half.closePath();
        return half;
    }

    void beard() {
        Area beard = new Area(oval(0, 0.98, 0.9 * w, 0.74));
        beard.subtract(new Area(oval(0, 0.36, 1.1 * w, 0.58)));
        g.setPaint(alpha(look.hair(), 0.72));
        g.fill(beard);
        g.setPaint(alpha(look.hair(), 0.8));
        Path2D moustache = new Path2D.Double();
        moustache.moveTo(-0.46, 1.0);
        moustache.curveTo(-0.3, 0.72, -0.1, 0.76, 0, 0.8);
        moustache.curveTo(0.1, 0.76, 0.3, 0.72, 0.46, 1.0);
        moustache.curveTo(0.25, 0.88, -0.25, 0.88, -0.46, 1.0);
        g.fill(moustache);
    }

    private Paint paint() {
        return new LinearGradientPaint(-1.4f, -1.4f, 1.4f, 2.2f, new float[] {0, 0.45f, 1}, new Color[] {
            mix(look.hair(), Color.WHITE, 0.16), look.hair(), mix(look.hair(), Color.BLACK, 0.45)
        });
    }
}
