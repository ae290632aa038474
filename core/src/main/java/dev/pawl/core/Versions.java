// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a stage, the latest first. Immutable; a new one stands before the others and shares them, so that an edit
 * costs the same however many there were.
 *
 * @param kept how many there are
 */
public record Versions(Version latest, @Nullable Versions older, int kept) {

    /** So many are kept at least. The oldest go, many at once, so that it costs nothing to keep the others. */
    public static final int KEPT = 100;

    /** These and a later one. */
    static Versions with(@Nullable Versions before, Version latest) {
        if (before == null || before.kept < 2 * KEPT) {
            return new Versions(latest, before, before == null ? 1 : before.kept + 1);
        }
        List<Version> recent = new ArrayList<>(KEPT);
        recent.add(latest);
        for (Versions at = before; at != null && recent.size() < KEPT; at = at.older) {
            recent.add(at.latest);
        }
        Versions kept = null;
        for (Version version : recent.reversed()) {
            kept = new Versions(version, kept, kept == null ? 1 : kept.kept + 1);
        }
        return Objects.requireNonNull(kept);
    }

    /** The same with another latest. */
    Versions instead(Version other) {
        return new Versions(other, older, kept);
    }

    /** What was there when the run had so many events; null where nothing was, or it is no longer kept. */
    @Nullable
    Version at(long ordinal) {
        for (Versions at = this; at != null; at = at.older) {
            if (at.latest.ordinal() <= ordinal) {
                return at.latest;
            }
        }
        return null;
    }

    /** The one with that number, or null where it is no longer kept. */
    @Nullable
    Version numbered(int number) {
        for (Versions at = this; at != null && at.latest.number() >= number; at = at.older) {
            if (at.latest.number() == number) {
                return at.latest;
            }
        }
        return null;
    }

    /** How many events the run had when the latest content came; the same content once more is no change. */
    long since() {
        Version first = latest;
        for (Versions at = older; at != null && Objects.equals(at.latest.sha(), first.sha()); at = at.older) {
            first = at.latest;
        }
        return first.ordinal();
    }
}
