// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Items;
import dev.pawl.core.Run;
import dev.pawl.internal.journal.ItemOutputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the outputs of a map's items are together. They become one value in the end: an item that would make that too long is
 * to fail at once, and not all of them when the last is done. So it is with the list of the files they make. Used on the run's turn only.
 */
final class Sums {

    /** What stands for an item without an output. */
    private static final int NULL = 4;

    private final long limit;
    /** By run, stage, generation and epoch. */
    private final Map<Attempt, Long> bytes = new HashMap<>();

    /** How long the lists of their files are together, as far as those were made here. */
    private final Map<Attempt, Long> lists = new HashMap<>();

    /** None yet; {@code limit} is the longest value in bytes. */
    Sums(long limit) {
        this.limit = limit;
    }

    /** An item of that execution of a map begins. */
    void begins(Attempt item, int epoch, Run run) {
        bytes.computeIfAbsent(
                map(item, epoch), map -> sum(run.stage(item.stage()).items()));
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
        long list = lists.getOrDefault(map, 0L) + ItemOutputs.listed(files);
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
