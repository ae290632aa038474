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
    private final @Nullable Progress whole;
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
    private @Nullable Instant firstAt;
    private long firstDone;
    private volatile boolean codeReturned;

    /** Of an attempt as a whole. */
    public Progress(InstantSource clock, LongSupplier nanoTime) {
        this(clock, nanoTime, null);
    }

    /**
     * Of one item's attempt.
     *
     * @param whole the signs of life of all items together, or null
     */
    public Progress(InstantSource clock, LongSupplier nanoTime, @Nullable Progress whole) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.whole = whole;
    }

    /** The signs of life of all items together; itself where it is not about an item. */
    public Progress whole() {
        return whole == null ? this : whole;
    }

    synchronized void sign() {
        at = clock.instant();
        atNanos = nanoTime.getAsLong();
        signs++;
        if (whole != null) {
            whole.sign();
        }
    }

    synchronized void progress(long newDone, long newTotal, @Nullable String newText) {
        sign();
        if (firstAt == null) {
            firstAt = at;
            firstDone = newDone;
        }
        done = newDone;
        total = newTotal;
        text = newText;
    }

    synchronized void count(String name, long n) {
        sign();
        counts.merge(name, n, Long::sum);
        if (whole != null) {
            whole.add(name, n);
        }
    }

    private synchronized void add(String name, long n) {
        counts.merge(name, n, Long::sum);
    }

    /** One more item begins; the pace is reckoned from the first on. */
    public synchronized void itemBegins() {
        firstAt = firstAt == null ? clock.instant() : firstAt;
    }

    /** One more item is done. */
    public synchronized void itemDone() {
        sign();
        done++;
    }

    /** How much gets done in a second, or null where that cannot be said yet. */
    public synchronized @Nullable Double perSecond() {
        if (firstAt == null || at == null || done <= firstDone || !at.isAfter(firstAt)) {
            return null;
        }
        return (done - firstDone) * 1e9 / Duration.between(firstAt, at).toNanos();
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
