// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where moments lie on a line of columns. Long times in which nobody saw to the run are drawn shorter: a night between two
 * minutes of work would else leave a column for each.
 */
record Axis(TimeLine line, int width) {

    private static final int LONG = 4;
    private static final int SHORTER = 12;

    /** The column, from 0 to the width; the latter is beside the line. */
    double column(Instant at) {
        double all = effective(line.to());
        return all <= 0 ? 0 : Math.clamp(effective(at) / all * width, 0, width);
    }

    /** Idle times that are drawn shorter. */
    List<Span> shortened() {
        double rest = rest();
        return line.idle().stream()
                .filter(span -> span.length().toMillis() > Math.max(1, rest / LONG))
                .toList();
    }

    private double rest() {
        return line.total().toMillis() - line.idleTime().toMillis();
    }

    private double effective(Instant at) {
        double millis = Duration.between(line.from(), at).toMillis();
        double drawn = Math.max(1, rest() / SHORTER);
        for (Span span : shortened()) {
            double length = span.length().toMillis();
            double passed =
                    Math.clamp((double) Duration.between(span.from(), at).toMillis(), 0, length);
            millis += passed / length * drawn - passed;
        }
        return millis;
    }
}
