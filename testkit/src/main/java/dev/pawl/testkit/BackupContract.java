// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a database. Stores that make them answer {@link #copy}. */
interface BackupContract extends Subject {

    /** Opens a copy; null where the store makes none. */
    default @Nullable RunStore copy(Path file) {
        return null;
    }

    @Test
    default void aCopyHoldsWhatTheDatabaseHolds(@TempDir Path folder) throws IOException {
        RunRow row = Rows.running("p", "k");
        Chain chain = created(row);
        append(chain.next("second"));
        Content content = RandomBytes.content(3 << 20, 11);
        store().putPayload(content, new RandomBytes(3 << 20, 11));
        Path file = folder.resolve("it's a copy.db");
        AtomicLong seen = new AtomicLong();
        if (!made(store(), file, seen)) {
            return;
        }
        assertThat(seen.get()).as("the last that was told").isEqualTo(Files.size(file));
        try (RunStore copy = opened(file)) {
            assertThat(Subject.await(copy.read(row.id(), 0, 10)))
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(journal(row.id()));
            assertThat(Subject.await(copy.row(row.id()))).isEqualTo(row(row.id()));
            assertThat(RandomBytes.contentOf(copy.openPayload(content))).isEqualTo(content);
            assertThat(copy.check()).isEmpty();
        }
    }

    @Test
    default void aCopyIsOfOneMomentWhileOthersWrite(@TempDir Path folder) {
        RunRow row = Rows.running("p", null);
        Chain chain = created(row);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> {
            Chain at = chain;
            while (!over.get()) {
                var next = at.next("x".repeat(2000));
                Subject.await(other().append(List.of(next)));
                at = at.after(next);
            }
            return at.seq();
        });
        try {
            for (int i = 0; i < 5; i++) {
                Path file = folder.resolve(i + ".db");
                if (!made(store(), file, new AtomicLong())) {
                    return;
                }
                try (RunStore copy = opened(file)) {
                    assertThat(copy.check()).isEmpty();
                    assertThat(Subject.await(copy.read(row.id(), 0, Integer.MAX_VALUE)))
                            .isNotEmpty();
                }
            }
        } finally {
            over.set(true);
            assertThat(Subject.await(writing)).as("the writer was not kept out").isPositive();
        }
    }

    @Test
    default void aTargetThatMayNotBeOneIsRefused(@TempDir Path folder) throws IOException {
        Path there = Files.writeString(folder.resolve("there.db"), "mine");
        for (Path target : List.of(there, folder.resolve("no/such/folder.db"))) {
            assertThatThrownBy(() -> store().backup(target, (bytes, most) -> {}))
                    .asInstanceOf(type(RefusedException.class))
                    .extracting(RefusedException::code)
                    .isIn("TARGET_EXISTS", "NO_FOLDER", "NO_BACKUP");
        }
        assertThat(there).hasContent("mine");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(there);
        }
    }

    /** False where the store says that it makes none. */
    private boolean made(RunStore store, Path file, AtomicLong seen) {
        try {
            store.backup(file, (bytes, most) -> {
                assertThat(bytes).isBetween(seen.get(), most);
                seen.set(bytes);
            });
            return true;
        } catch (RefusedException e) {
            assertThat(e.code()).isEqualTo("NO_BACKUP");
            assertThat(copy(file)).as("a store that opens copies makes them").isNull();
            return false;
        }
    }

    private RunStore opened(Path file) {
        RunStore copy = copy(file);
        if (copy == null) {
            throw new AssertionError("a copy was made, and the test does not say how it is opened");
        }
        return copy;
    }
}
