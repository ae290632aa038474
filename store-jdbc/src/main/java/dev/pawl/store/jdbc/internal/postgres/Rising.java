// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

/** A count of changes. It is seen to rise before what it counts is committed: so it counts as risen for a little longer. */
final class Rising {

    private final long aftermath;
    private long count = -1;
    private long rose;

    /** Not counted yet. */
    Rising(long aftermath) {
        this.aftermath = aftermath;
        this.rose = System.nanoTime() - aftermath;
    }

    /** It is that many by now; whether that is more than it was, or than it was a moment ago. */
    boolean to(long next, long now) {
        boolean known = count >= 0;
        if (known && next != count) {
            rose = now;
        }
        count = next;
        return known && now - rose < aftermath;
    }

    /** What happens from here on is not counted, until it is counted anew. */
    void forget() {
        count = -1;
    }
}
