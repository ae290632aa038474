// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of contents. */
public final class Digests {

    private Digests() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
