// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.util.List;

/**
 * A picture of a film.
 *
 * @param frame its number, from 0
 * @param file where it is
 */
public record Frame(int frame, double seconds, String file) {

    /** The pictures of a film, in order. */
    public record All(List<Frame> files, double framesPerSecond) {}
}
