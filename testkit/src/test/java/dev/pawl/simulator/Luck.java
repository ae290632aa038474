// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed. */
final class Luck {

    private final SplittableRandom random;

    Luck(long seed) {
        random = new SplittableRandom(seed);
    }

    long any() {
        return random.nextLong();
    }

    int upTo(int n) {
        return random.nextInt(n);
    }

    boolean oneIn(int n) {
        return n > 0 && random.nextInt(n) == 0;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Between two times, in nanoseconds; each order of magnitude as often as another. */
    long between(Duration least, Duration most) {
        double low = Math.log((double) least.toNanos());
        return Math.round(Math.exp(low + random.nextDouble() * (Math.log((double) most.toNanos()) - low)));
    }

    long millis(long least, long most) {
        return between(Duration.ofMillis(least), Duration.ofMillis(most));
    }
}
