// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that no compression makes smaller. */
final class Noise {

    private Noise() {}

    /** As many pixels wide as high, of three bytes each. */
    static byte[] png(int pixels, long seed) throws IOException {
        return picture("png", pixels, new Random(seed));
    }

    /** A small one, which is as large as that: after its end is what nobody looks at. */
    static byte[] jpeg(int bytes, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] after = new byte[bytes];
        random.nextBytes(after);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(picture("jpeg", 100, random));
        out.write(after);
        return out.toByteArray();
    }

    private static byte[] picture(String format, int pixels, Random random) throws IOException {
        BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels * pixels; i++) {
            image.setRGB(i % pixels, i / pixels, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
