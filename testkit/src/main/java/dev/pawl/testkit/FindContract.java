// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs are found by each of their indexed fields, newest first. */
interface FindContract extends Subject {

    @Test
    @Tag("E1")
    default void eachFilterFindsItsRuns() {
        RunRow a = Rows.row(Rows.id(), "media", "ep 1", "ann", Map.of());
        RunRow b = Rows.row(Rows.id(), "media", "ep 2", "bob", Map.of());
        RunRow c = Rows.row(Rows.id(), "wizard", "ep 1", "ann", Map.of());
        RunRow d = Rows.row(Rows.id(), "wizard", null, null, Map.of());
        List.of(a, b, c).forEach(this::created);
        Chain last = created(d);
        append(last.next("failed", Rows.ended(d, RunStatus.FAILED)));

        assertThat(ids(RunQuery.newest(10))).containsExactly(d.id(), c.id(), b.id(), a.id());
        assertThat(ids(RunQuery.newest(2))).containsExactly(d.id(), c.id());
        assertThat(ids(RunQuery.active(10))).containsExactly(c.id(), b.id(), a.id());
        assertThat(ids(query("media", null, null, null, null))).containsExactly(b.id(), a.id());
        assertThat(ids(query(null, RunStatus.FAILED, null, null, null))).containsExactly(d.id());
        assertThat(ids(query("media", RunStatus.FAILED, null, null, null))).isEmpty();
        assertThat(ids(query(null, null, "ep 1", null, null))).containsExactly(c.id(), a.id());
        assertThat(ids(query("media", null, "ep 1", null, null))).containsExactly(a.id());
        assertThat(ids(query(null, null, null, "ann", null))).containsExactly(c.id(), a.id());
        assertThat(ids(query(null, null, null, null, false))).containsExactly(d.id());
        assertThat(ids(query("wizard", RunStatus.RUNNING, "ep 1", "ann", true))).containsExactly(c.id());
    }

    @Test
    default void pagesAreStableWhileRunsAreAdded() {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.addFirst(created(Rows.running("p", null)).run());
        }
        List<UUID> seen = new ArrayList<>();
        for (RunQuery page = RunQuery.newest(10); ; page = page.olderThan(seen.getLast())) {
            List<UUID> ids = ids(page);
            if (ids.isEmpty()) {
                break;
            }
            seen.addAll(ids);
            created(Rows.running("p", null));
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    @Tag("E1")
    default void textIsANumberOrABeginning() {
        RunRow a = Rows.running("p", "Episode 1");
        RunRow b = Rows.running("p", "100% of_it");
        RunRow c = Rows.running("p", "100 of it");
        List.of(a, b, c).forEach(this::created);
        String id = a.id().toString();

        assertThat(text(Long.toString(number(a)))).contains(a.id());
        assertThat(text(id)).containsExactly(a.id());
        assertThat(text(id.substring(0, 13))).contains(a.id());
        assertThat(text(id.substring(0, 12))).contains(a.id());
        assertThat(text(id.replace("-", ""))).as("an id is written with dashes").isEmpty();
        assertThat(text("Episode")).containsExactly(a.id());
        assertThat(text("episode")).as("as it is written").isEmpty();
        assertThat(text("pisode")).as("a beginning").isEmpty();
        assertThat(text("100%")).as("% is a character").containsExactly(b.id());
        assertThat(text("100% of_")).as("_ is a character").containsExactly(b.id());
        assertThat(text("100 of_")).isEmpty();
        assertThat(text("100")).contains(c.id(), b.id());
        assertThat(text("*")).isEmpty();
        assertThat(text("' OR 1=1 --")).isEmpty();
        assertThat(text("")).containsExactly(c.id(), b.id(), a.id());
    }

    @Test
    default void aNameIsOfOneRunWhateverTheKeysAre() {
        RunRow first = Rows.running("p", "Episode 1");
        created(first);
        String number = Long.toString(number(first));
        for (int i = 0; i < 20; i++) {
            created(Rows.running("p", number + " and more " + i));
        }
        RunRow last = Rows.running("p", null);
        created(last);
        String id = last.id().toString();

        assertThat(ids(RunQuery.named(number, 10))).containsExactly(first.id());
        assertThat(ids(RunQuery.named(Long.toString(number(last)), 10))).containsExactly(last.id());
        assertThat(ids(RunQuery.named(id, 10))).containsExactly(last.id());
        assertThat(ids(RunQuery.named(id.substring(0, 2), 3)))
                .hasSize(3)
                .first()
                .isEqualTo(last.id());
        assertThat(ids(RunQuery.named(number + " and", 10)))
                .as("a key is no name")
                .isEmpty();
        assertThat(ids(RunQuery.named("Episode 1", 10))).isEmpty();
        assertThat(ids(RunQuery.named("4711", 10))).isEmpty();
        assertThat(ids(RunQuery.named("0", 10)))
                .as("no number, and the beginning of each id")
                .hasSize(10);
        assertThat(ids(RunQuery.named(id + "0", 10))).isEmpty();
    }

    private static RunQuery query(
            @Nullable String pipeline,
            @Nullable RunStatus status,
            @Nullable String key,
            @Nullable String user,
            @Nullable Boolean active) {
        return new RunQuery(pipeline, status, key, user, null, active, null, 10);
    }

    private long number(RunRow row) {
        RunRow stored = row(row.id());
        return stored == null ? 0 : stored.number();
    }

    private List<UUID> text(String text) {
        return ids(RunQuery.text(text, 10));
    }

    private List<UUID> ids(RunQuery query) {
        return Subject.await(store().find(query)).stream().map(RunRow::id).toList();
    }
}
