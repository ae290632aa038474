// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A video file of JPEG pictures (AVI): the simplest one that every player and OpenCV can read. */
final class MotionJpeg {

    private static final float QUALITY = 0.42f;
    private static final int HAS_INDEX = 0x10;
    private static final int KEY_FRAME = 0x10;

    private MotionJpeg() {}

    /** The bytes of such a file. */
    static byte[] of(List<BufferedImage> pictures, int perSecond) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (BufferedImage picture : pictures) {
            frames.add(jpeg(picture));
        }
        int width = pictures.getFirst().getWidth();
        int height = pictures.getFirst().getHeight();
        int largest = frames.stream().mapToInt(frame -> frame.length).max().orElse(0);
        ByteArrayOutputStream movie = new ByteArrayOutputStream();
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        movie.write(word("movi"));
        for (byte[] frame : frames) {
            index.write(word("00dc"));
            index.write(numbers(KEY_FRAME, movie.size(), frame.length));
            movie.write(chunk("00dc", frame));
        }
        byte[] header = numbers(
                1_000_000 / perSecond, 0, 0, HAS_INDEX, frames.size(), 0, 1, largest, width, height, 0, 0, 0, 0);
        byte[] stream = joined(
                word("vidsMJPG"),
                numbers(0, 0, 0, 1, perSecond, 0, frames.size(), largest, -1, 0, 0, height << 16 | width));
        byte[] format =
                joined(numbers(40, width, height, 24 << 16 | 1), word("MJPG"), numbers(width * height * 3, 0, 0, 0, 0));
        byte[] streams = list("strl", chunk("strh", stream), chunk("strf", format));
        byte[] all = joined(
                word("AVI "),
                list("hdrl", chunk("avih", header), streams),
                chunk("LIST", movie.toByteArray()),
                chunk("idx1", index.toByteArray()));
        return chunk("RIFF", all);
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        JPEGImageWriteParam how = (JPEGImageWriteParam) writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(QUALITY);
        how.setOptimizeHuffmanTables(true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] list(String name, byte[]... parts) {
        return chunk("LIST", joined(word(name), joined(parts)));
    }

    /** A chunk begins at an even place. */
    private static byte[] chunk(String name, byte[] content) {
        return joined(word(name), numbers(content.length), content, new byte[content.length & 1]);
    }

    private static byte[] word(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] numbers(int... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            buffer.putInt(number);
        }
        return buffer.array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
