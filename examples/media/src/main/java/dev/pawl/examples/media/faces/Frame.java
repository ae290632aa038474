// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

/**
 * A picture of a film.
 *
 * @param frame its number, from 0
 * @param file where it is
 */
public record Frame(int frame, double seconds, String file) {

    /**
     * The pictures of a film, in order.
     */
    public record All(java.util.List<Frame> files, double framesPerSecond) {}
}
