// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a row of the contract works on: a fresh database with two handles open on it. */
interface Subject {

    RunStore store();

    /** As another process has it. */
    RunStore other();

    /** Changes a stored value behind its hash. */
    void damage(Content content);

    default AppendOutcome append(Append append) {
        return append(List.of(append)).getFirst();
    }

    default List<AppendOutcome> append(List<Append> batch) {
        return await(store().append(batch));
    }

    default List<Entry> journal(UUID run) {
        return await(store().read(run, 0, Integer.MAX_VALUE));
    }

    default @Nullable RunRow row(UUID run) {
        return await(store().row(run));
    }

    /** A new run whose first entry is durable. */
    default Chain created(RunRow row) {
        Chain chain = new Chain(row.id());
        Append create = chain.next("created", row);
        if (!(append(create) instanceof AppendOutcome.Won)) {
            throw new AssertionError("a new run was not created: " + row);
        }
        return chain.after(create);
    }

    /** What a run became, at the end of its journal. */
    default void change(RunRow row) {
        if (!(append(Chain.at(journal(row.id()).getLast()).next("changed", row)) instanceof AppendOutcome.Won)) {
            throw new AssertionError("a run was not changed: " + row);
        }
    }

    static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the store did not answer", e);
        }
    }
}
