// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Appends to random runs, often from an old view of them, sometimes twice. */
final class RandomWriter {

    private final RunStore store;
    private final Random random;
    private final Map<UUID, Chain> known = new HashMap<>();
    private final List<UUID> runs;
    private final List<Append> won = new ArrayList<>();

    private RandomWriter(RunStore store, List<UUID> runs, Random random) {
        this.store = store;
        this.runs = runs;
        this.random = random;
    }

    /** Writers at the same time, each with so many batches; done when all are. */
    static List<RandomWriter> race(List<RunStore> stores, List<UUID> runs, long seed, int count, int batches) {
        List<RandomWriter> writers = new ArrayList<>();
        List<CompletableFuture<@Nullable Void>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomWriter writer = new RandomWriter(stores.get(i % stores.size()), runs, new Random(seed * 1000 + i));
            writers.add(writer);
            ends.add(CompletableFuture.runAsync(
                    () -> writer.write(batches), task -> Thread.ofPlatform().start(task)));
        }
        ends.forEach(Subject::await);
        return writers;
    }

    List<Append> won() {
        return won;
    }

    private void write(int batches) {
        for (int i = 0; i < batches; i++) {
            List<Append> batch = runs.stream()
                    .filter(run -> random.nextInt(3) > 0)
                    .map(run -> chain(run).next("entry"))
                    .toList();
            List<AppendOutcome> outcomes = Subject.await(store.append(batch));
            if (random.nextInt(4) == 0) {
                outcomes = Subject.await(store.append(batch));
            }
            for (int k = 0; k < batch.size(); k++) {
                took(batch.get(k), outcomes.get(k));
            }
        }
    }

    private Chain chain(UUID run) {
        return known.computeIfAbsent(run, this::latest);
    }

    private Chain latest(UUID run) {
        List<Entry> journal = Subject.await(store.read(run, 0, Integer.MAX_VALUE));
        return Chain.at(journal.getLast());
    }

    private void took(Append append, AppendOutcome outcome) {
        switch (outcome) {
            case AppendOutcome.Won ignored -> {
                won.add(append);
                known.put(append.run(), chain(append.run()).after(append));
            }
            case AppendOutcome.Lost ignored -> known.remove(append.run());
            case AppendOutcome.KeyTaken taken -> throw new AssertionError(taken);
            case AppendOutcome.RetryTaken taken -> throw new AssertionError(taken);
            case AppendOutcome.Unstorable unstorable -> throw new AssertionError(unstorable);
        }
    }
}
