// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves to each side that the other one has the key, which itself is never sent. A question that was overheard can be asked
 * again, and is answered with what whoever overheard it has read already; an answer fits its own question only.
 */
final class Seal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Seal() {}

    /** A key, or what makes a question the only one of its kind: 32 characters. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
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
