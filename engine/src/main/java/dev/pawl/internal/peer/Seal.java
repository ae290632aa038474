// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves to each side that the other one has the key, which itself is never sent. A question that was overheard can be asked
 * again, and tells how the same run is by then; so it says when it was asked, and is good for some minutes only. An answer fits
 * its own question only.
 */
final class Seal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 24;

    /** So far the clocks of two machines may be apart; beyond that the journal tells. */
    private static final long MINUTES = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Seal() {}

    /** A key: 32 characters. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** What makes a question the only one of its kind, and says when it was asked. */
    static String nonce(Instant now) {
        return minute(now) + "." + random();
    }

    /** Whether it was asked just now. */
    static boolean fresh(String nonce, Instant now) {
        try {
            return Math.abs(minute(now) - Integer.parseInt(nonce, 0, Math.max(0, nonce.indexOf('.')), 10)) <= MINUTES;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60);
    }

    static String ofQuestion(String key, String nonce, String path) {
        return of(key, "ask", nonce, path.getBytes(StandardCharsets.UTF_8));
    }

    static String ofAnswer(String key, String nonce, byte[] body) {
        return of(key, "answer", nonce, body);
    }

    /** In a time that tells nothing of how much of it is right. */
    static boolean fits(String seal, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(seal.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Each part with its length before it, so that no two messages are sealed alike. */
    private static String of(String key, String kind, String nonce, byte[] what) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (byte[] part :
                    new byte[][] {kind.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8), what
                    }) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                mac.update(part);
            }
            return Base64.getUrlEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
