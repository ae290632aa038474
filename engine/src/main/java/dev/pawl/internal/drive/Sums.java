// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.Run;
import dev.pawl.internal.journal.ItemFiles;
import dev.pawl.internal.journal.ItemOutputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the outputs of a map's items are together. They become one value in the end: an item that would make that too long is
 * to fail at once, and not all of them when the last is done. So it is with the list of the files they make. Used on the run's turn only.
 */
final class Sums {

    /** What stands for an item without an output. */
    private static final int NULL = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Sums.class);

    private final Host host;
    private final Consumer<Runnable> turn;
    private final long limit;
    /** By run, stage, generation and epoch. */
    private final Map<Attempt, Long> bytes = new HashMap<>();

    /** What was done before this worker began. */
    private final Map<Attempt, Items> before = new HashMap<>();

    /** How long the lists of their files are together. */
    private final Map<Attempt, Long> lists = new HashMap<>();

    /** Done where these count what was done before, too. */
    private final Map<Attempt, CompletableFuture<@Nullable Void>> counted = new HashMap<>();

    /** None yet; {@code turn} runs something on the run's turn. */
    Sums(Host host, Consumer<Runnable> turn) {
        this.host = host;
        this.turn = turn;
        this.limit = host.values().limit();
    }

    /** An item of that execution of a map begins. */
    void begins(Attempt item, int epoch, Run run) {
        bytes.computeIfAbsent(map(item, epoch), map -> {
            Items items = run.stage(item.stage()).items();
            if (items != null && items.count(ItemStatus.SUCCEEDED) > 0) {
                before.put(map, items);
            }
            return sum(items);
        });
    }

    /**
     * Whoever adds files waits for this: those that were made before are known by the journal alone, which is read when the first
     * come. Done on the run's turn.
     */
    CompletableFuture<@Nullable Void> counted(Attempt item, int epoch) {
        return counted.computeIfAbsent(map(item, epoch), this::count);
    }

    private CompletableFuture<@Nullable Void> count(Attempt map) {
        Items done = before.remove(map);
        if (done == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> known = new CompletableFuture<>();
        host.env().blocking().execute(() -> {
            long made = made(map, done);
            turn.accept(() -> {
                lists.merge(map, made, Long::sum);
                known.complete(null);
            });
        });
        return known;
    }

    /** Where it cannot be read, a list that is too long is found at the end, and no item is to blame. */
    private long made(Attempt map, Items done) {
        long[] made = new long[1];
        try {
            ItemFiles.of(host.store(), map.run(), map.stage()).forEach((item, files) -> {
                if (done.has(item) && done.get(item).output() != null) {
                    made[0] += ItemOutputs.listed(item, files);
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("the files that items of stage {} made before are not counted: {}", map.stage(), e.getMessage());
        }
        return made[0];
    }

    private static long sum(@Nullable Items items) {
        long sum = 2; // the brackets
        for (int i = 0; items != null && i < items.size(); i++) {
            Content output = items.get(i).output();
            sum += 1 + (output == null ? NULL : output.size());
        }
        return sum;
    }

    /** Takes an item's output and files in, and is null; or why it cannot be. */
    @Nullable
    Failure add(Attempt item, int epoch, Content output, List<Artifact> files) {
        Attempt map = map(item, epoch);
        long with = bytes.getOrDefault(map, 0L) + output.size() - NULL;
        if (with > limit) {
            return new Failure(
                    FailureKind.UNSTORABLE,
                    "with its " + output.size() + " bytes the outputs of the items would be longer together than the "
                            + limit
                            + " bytes allowed for one value; have items with large results write files, and put out where"
                            + " these are");
        }
        long list = lists.getOrDefault(map, 0L) + ItemOutputs.listed(item.item(), files);
        long longest = ItemOutputs.longestList(limit);
        if (list > longest) {
            return new Failure(
                    FailureKind.UNSTORABLE,
                    "with its " + files.size() + " files the list of the files of all items would be longer than the "
                            + longest + " bytes allowed; have items put their files into one archive");
        }
        bytes.put(map, with);
        if (!files.isEmpty()) {
            lists.put(map, list);
        }
        return null;
    }

    private static Attempt map(Attempt item, int epoch) {
        return new Attempt(item.run(), item.stage(), item.generation(), epoch);
    }
}
