// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.util.List;

/**
 * A face that was found.
 *
 * @param id unlike that of any other in the film
 * @param box where in the frame
 * @param crop the file with its picture
 */
public record Face(String id, int frame, double seconds, Box box, String crop) {

    /** A rectangle, in pixels. */
    public record Box(int x, int y, int width, int height) {

        /** How much of two boxes is the same: 0 nothing, 1 everything. */
        double overlap(Box other) {
            int across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
            int down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
            double both = (double) Math.max(0, across) * Math.max(0, down);
            return both / ((double) width * height + (double) other.width * other.height - both);
        }
    }

    /** The faces in one frame. */
    public record InFrame(int frame, double seconds, List<Face> faces) {}

    /** A face and the numbers that tell it from others: of two pictures of one person they are alike. */
    public record Embedded(Face face, float[] embedding) {}

    /** All faces of a film. */
    public record Embeddings(List<Embedded> faces) {}
}
