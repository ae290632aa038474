// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which rows a query means. */
final class FakeFind {

    /** Those that ended first come first. */
    static final Comparator<RunRow> BY_END =
            Comparator.comparing(FakeFind::endOf).thenComparing(row -> row.id().toString());

    private FakeFind() {}

    static Instant endOf(RunRow row) {
        return Objects.requireNonNullElse(row.finishedAt(), Instant.MAX);
    }

    static boolean matches(RunQuery query, RunRow row) {
        return any(query.pipeline(), row.pipeline())
                && any(query.status(), row.status())
                && any(query.key(), row.key())
                && any(query.user(), row.user())
                && any(query.active(), row.active())
                && (query.root() == null
                        || (row.retry() != null
                                && query.root().equals(row.retry().root())))
                && (query.text() == null || hasText(query.text(), row))
                && (query.name() == null || hasName(query.name(), query.namesNumber(), row))
                && (query.after() == null
                        || row.id().toString().compareTo(query.after().toString()) < 0);
    }

    static RunRow numbered(RunRow row, long number) {
        return new RunRow(
                row.id(),
                number,
                row.pipeline(),
                row.version(),
                row.key(),
                row.status(),
                row.active(),
                row.holdsKey(),
                row.owner(),
                row.epoch(),
                row.user(),
                row.degraded(),
                row.labels(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                row.priority(),
                row.notBefore(),
                row.retry());
    }

    static boolean isDue(RunRow row, Instant now) {
        return row.notBefore() == null || !row.notBefore().isAfter(now);
    }

    /** Whether the one is in line behind the other. */
    static boolean isBehind(RunRow row, RunRow other) {
        return row.key() != null
                && !row.holdsKey()
                && other.active()
                && row.pipeline().equals(other.pipeline())
                && row.key().equals(other.key())
                && (other.holdsKey() || other.id().toString().compareTo(row.id().toString()) < 0);
    }

    /** Whether it is the one that takes that run up at that stage. */
    static boolean takesUp(RunRow row, UUID parent, String from) {
        RetryRow retry = row.retry();
        return retry != null
                && retry.holds()
                && retry.parent().equals(parent)
                && retry.from().equals(from);
    }

    private static boolean any(@Nullable Object wanted, @Nullable Object is) {
        return wanted == null || Objects.equals(wanted, is);
    }

    private static boolean hasName(String name, boolean isNumber, RunRow row) {
        return isNumber
                ? row.number() == Long.parseLong(name)
                : row.id().toString().startsWith(name);
    }

    private static boolean hasText(String text, RunRow row) {
        return text.equals(Long.toString(row.number()))
                || row.id().toString().startsWith(text)
                || (row.key() != null && row.key().startsWith(text));
    }

    /** Whether what was told of a run is what its row says. */
    static boolean isTold(RunRow row, @Nullable Told told) {
        return told != null
                && told.row().status() == row.status()
                && told.row().epoch() == row.epoch()
                && Objects.equals(told.row().finishedAt(), row.finishedAt());
    }
}
