// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.StageView.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The signs of life of one attempt. Thread-safe. */
public final class Progress {

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, Long> counts = new TreeMap<>();
    private @Nullable Instant at;
    private long atNanos;
    private long signs;
    private long seq;
    private long beatenSigns;
    private @Nullable Instant beatenAt;
    private long done;
    private long total;
    private @Nullable String text;
    private volatile boolean codeReturned;

    public Progress(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    synchronized void sign() {
        at = clock.instant();
        atNanos = nanoTime.getAsLong();
        signs++;
    }

    synchronized void progress(long newDone, long newTotal, @Nullable String newText) {
        sign();
        done = newDone;
        total = newTotal;
        text = newText;
    }

    synchronized void count(String name, long n) {
        sign();
        counts.merge(name, n, Long::sum);
    }

    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Its code is done; what is left is to store what it returned. */
    void codeReturned() {
        codeReturned = true;
    }

    boolean codeHasReturned() {
        return codeReturned;
    }

    /** How often there was a sign of life; tells whether anything is new. */
    public synchronized long signs() {
        return signs;
    }

    /** The state as it is, or null before the first sign of life. */
    public synchronized @Nullable Heartbeat latest() {
        return at == null ? null : new Heartbeat(at, seq, done, total, text, Collections.unmodifiableMap(counts()));
    }

    /** When the last sign of life was, as the clock stands now; or null before the first. */
    synchronized @Nullable Instant lastSign() {
        return at == null ? null : Elapsed.since(at, atNanos, clock.instant(), nanoTime.getAsLong());
    }

    /** A heartbeat, where one is due: there was a sign of life since the last, and that is an interval ago. Else null. */
    public synchronized @Nullable Heartbeat beat(Duration interval) {
        Instant now = clock.instant();
        if (signs == beatenSigns || (beatenAt != null && now.isBefore(beatenAt.plus(interval)))) {
            return null;
        }
        beatenSigns = signs;
        beatenAt = now;
        seq++;
        return latest();
    }
}
