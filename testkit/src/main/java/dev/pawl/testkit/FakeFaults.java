// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Append;
import dev.pawl.spi.StoreException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes wrong with what one {@link FakeStore} writes. Thread-safe. */
public final class FakeFaults {

    private int lostAcknowledgements;
    private int failures;
    private boolean unavailable;
    private @Nullable Predicate<Append> refused;

    /** The next {@code times} appends are written, but their callers hear of a lost connection. */
    public synchronized void loseAcknowledgements(int times) {
        lostAcknowledgements = times;
    }

    /** The next {@code times} writes end in a lost connection and leave no trace. */
    public synchronized void failBeforeLanding(int times) {
        failures = times;
    }

    /** Nothing can be written, as with a full disk, until told otherwise. */
    public synchronized void unavailable(boolean now) {
        unavailable = now;
    }

    /** Those appends can never be stored. */
    public synchronized void refuse(Predicate<Append> appends) {
        refused = appends;
    }

    synchronized void beforeLanding() {
        if (unavailable) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE, "the disk is full, as the test asked; free some space", null);
        }
        if (failures > 0) {
            failures--;
            throw lost();
        }
    }

    synchronized void afterLanding() {
        if (lostAcknowledgements > 0) {
            lostAcknowledgements--;
            throw lost();
        }
    }

    synchronized @Nullable String refusal(Append append) {
        return refused != null && refused.test(append) ? "refused, as the test asked" : null;
    }

    private static StoreException lost() {
        return new StoreException(
                StoreException.Kind.TRANSIENT, "the connection is lost, as the test asked; send the same again", null);
    }
}
