// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a picture can be, told by its first bytes. */
enum PictureKind {
    PNG("png", ByteOrder.BIG_ENDIAN, "\u0089PNG"),
    JPEG("jpg", ByteOrder.BIG_ENDIAN, "\u00ff\u00d8\u00ff"),
    GIF("gif", ByteOrder.LITTLE_ENDIAN, "GIF8");

    /** Where width and height are. */
    private static final int PNG_SIZE = 16;

    private static final int GIF_SIZE = 6;

    /** Pages hold a JPEG as it is; of others all pixels are in memory while one is put there. */
    private static final long MOST_PIXELS = 40_000_000;

    /** What the name of such a file ends in. */
    final String end;

    private final ByteOrder order;
    private final String begin;

    PictureKind(String end, ByteOrder order, String begin) {
        this.end = end;
        this.order = order;
        this.begin = begin;
    }

    /** Of a picture that begins like that. @throws IOException with the reason where it is none that can be shown */
    static PictureKind of(byte[] beginning) throws IOException {
        for (PictureKind kind : values()) {
            if (kind.isOf(beginning)) {
                long pixels = kind.pixels(ByteBuffer.wrap(beginning).order(kind.order));
                if (pixels < 0 || pixels > MOST_PIXELS) {
                    throw new IOException("it has more than " + MOST_PIXELS / 1_000_000 + " million pixels");
                }
                return kind;
            }
        }
        throw new IOException("it is no picture in PNG, JPEG or GIF");
    }

    private boolean isOf(byte[] beginning) {
        if (beginning.length < PNG_SIZE + Long.BYTES) {
            return false;
        }
        for (int i = 0; i < begin.length(); i++) {
            if ((beginning[i] & 0xFF) != begin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long pixels(ByteBuffer bytes) {
        return switch (this) {
            case PNG ->
                Integer.toUnsignedLong(bytes.getInt(PNG_SIZE))
                        * Integer.toUnsignedLong(bytes.getInt(PNG_SIZE + Integer.BYTES));
            case GIF ->
                (long) Short.toUnsignedInt(bytes.getShort(GIF_SIZE))
                        * Short.toUnsignedInt(bytes.getShort(GIF_SIZE + Short.BYTES));
            case JPEG -> 0;
        };
    }
}
