// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The film of this example: four people in four shots. Nobody had to be filmed for it. */
public final class Film {

    static final int FRAMES_PER_SECOND = 8;

    private static final List<Shot> SHOTS = List.of(
            new Shot(
                    4,
                    new Color(0x2f6a72),
                    new Color(0xffe2ad),
                    List.of(
                            new Shot.Place(Look.ADA, 0.29, 0.44, 36, 0.3),
                            new Shot.Place(Look.BEN, 0.71, 0.42, 38, 2.1))),
            new Shot(
                    3.5,
                    new Color(0x8a5a3c),
                    new Color(0xffd08a),
                    List.of(new Shot.Place(Look.CLEO, 0.52, 0.42, 47, 1.2))),
            new Shot(
                    3.5,
                    new Color(0x4d6b4a),
                    new Color(0xf4f0c8),
                    List.of(
                            new Shot.Place(Look.DEV, 0.3, 0.42, 36, 0.9),
                            new Shot.Place(Look.BEN, 0.7, 0.44, 35, 3.7))),
            new Shot(
                    4,
                    new Color(0x5a4a78),
                    new Color(0xffc6d2),
                    List.of(
                            new Shot.Place(Look.CLEO, 0.19, 0.45, 28, 0.2),
                            new Shot.Place(Look.ADA, 0.5, 0.43, 30, 1.9),
                            new Shot.Place(Look.DEV, 0.81, 0.45, 29, 4.2))));

    private Film() {}

    /** Makes the video file. */
    public static void write(Path file) throws IOException {
        Files.write(file, MotionJpeg.of(pictures(), FRAMES_PER_SECOND));
    }

    /** All pictures, in order. */
    static List<BufferedImage> pictures() {
        List<BufferedImage> pictures = new ArrayList<>();
        for (Shot shot : SHOTS) {
            long count = Math.round(shot.seconds() * FRAMES_PER_SECOND);
            for (int i = 0; i < count; i++) {
                pictures.add(shot.at((double) i / FRAMES_PER_SECOND));
            }
        }
        return pictures;
    }
}
