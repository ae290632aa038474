// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

/** Whether bytes are UTF-8, in its shortest form and of whole characters: parsers let more pass than others can read. */
final class Utf8 {

    private int missing;
    private int least = 0x80;
    private int most = 0xBF;

    /** Takes the next bytes; false where they cannot go on like that. */
    boolean goesOn(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int b = bytes[i] & 0xFF;
            if (missing > 0) {
                if (b < least || b > most) {
                    return false;
                }
                missing--;
                least = 0x80;
                most = 0xBF;
            } else if (b >= 0x80 && !begins(b)) {
                return false;
            }
        }
        return true;
    }

    private boolean begins(int b) {
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return true;
    }
}
