// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The housekeeping of a {@link FakeStore}. */
final class FakeKeeper implements Keeper {

    private final FakeDatabase database;

    FakeKeeper(FakeDatabase database) {
        this.database = database;
    }

    @Override
    public Deletion delete(UUID run) {
        return database.delete(run, false);
    }

    @Override
    public Deletion deleteUnreadable(UUID run) {
        return database.delete(run, true);
    }

    @Override
    public long highestNumber() {
        return database.highestNumber();
    }

    @Override
    public void finish() {}

    @Override
    public List<Entry> entries(@Nullable Place after, int limit) {
        return database.entries(after, limit);
    }

    @Override
    public void touch(Collection<Content> contents) {
        contents.forEach(database::touch);
    }

    @Override
    public Set<UUID> tell(List<Told> runs) {
        return runs.stream().filter(told -> !database.tell(told)).map(Told::run).collect(Collectors.toSet());
    }

    @Override
    public List<UUID> untold(@Nullable UUID after, int limit) {
        return database.untold(after, limit);
    }

    @Override
    public void untell(Collection<UUID> runs) {
        runs.forEach(database::untell);
    }

    @Override
    public List<UUID> journals(@Nullable UUID after, int limit) {
        return database.journals(after, limit);
    }

    @Override
    public boolean mend(RunRow row, int seq, UUID appendId) {
        return database.mend(row, seq, appendId);
    }

    @Override
    public boolean turn(String name, Duration every) {
        return database.turn(name, every);
    }

    @Override
    public List<String> pipelines() {
        return database.pipelines();
    }

    @Override
    public List<RunRow> ended(String pipeline, Instant by, @Nullable RunRow after, int limit) {
        List<RunRow> all = database.ended(pipeline).stream()
                .filter(row -> !FakeFind.endOf(row).isAfter(by))
                .toList();
        int from = after == null
                ? 0
                : (int) all.stream()
                        .takeWhile(row -> FakeFind.BY_END.compare(row, after) <= 0)
                        .count();
        return all.stream().skip(from).limit(limit).toList();
    }

    @Override
    public int ended(String pipeline) {
        return database.ended(pipeline).size();
    }

    @Override
    public boolean due(String name, Duration every) {
        return database.due(name, every);
    }

    @Override
    public Instant now() {
        return database.now();
    }

    @Override
    public List<Content> untouched(Instant since, @Nullable String afterSha, int limit) {
        return database.untouched(since, afterSha, limit);
    }

    @Override
    public Dropped drop(Collection<Content> contents, Instant since) {
        List<Content> dropped = contents.stream()
                .filter(content -> database.drop(content, since))
                .toList();
        return new Dropped(
                dropped.size(), dropped.stream().mapToLong(Content::size).sum());
    }
}
