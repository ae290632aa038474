// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.core.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The housekeeping of a store: what is no longer needed is taken out, beside the path on which runs are worked at. Every call
 * blocks, and does its work in small transactions, between which others write. Thread-safe.
 */
public interface Keeper {

    /** What became of a deletion. */
    enum Deletion {
        /** It is gone for all who look: its row, its journal, its checkpoints. */
        DELETED,
        /** It is active, and stays as it is. */
        ACTIVE,
        /** There is no such run. */
        GONE
    }

    /**
     * A place among the entries of all journals.
     *
     * @param run the run
     * @param seq the entry of its journal that was read last
     */
    record Place(UUID run, int seq) {}

    /** How much was dropped. */
    record Dropped(int values, long bytes) {}

    /**
     * Takes a run out that is not active. With the first transaction nobody sees it any more and no append follows its journal;
     * a long journal goes with further ones, and what a crash leaves of them is for {@link #finish}. Its values stay. Who makes a
     * run of that id again loses with its first entry, as long as anything of the deletion is left that would be in its way.
     */
    Deletion delete(UUID run);

    /**
     * The same for a run that nobody can read: also where its row says that it is active, as nobody could end it, and where it has no
     * entries at all.
     */
    Deletion deleteUnreadable(UUID run);

    /** The highest number that any run ever got, also one that is gone; 0 before the first. No number is given twice. */
    long highestNumber();

    /** Goes on with deletions that were cut short, and takes away what is left of those that nothing can follow any more. */
    void finish();

    /** Entries of all journals, run by run, each journal in order; after that place, or from the first where that is null. */
    List<Entry> entries(@Nullable Place after, int limit);

    /** Says of those values that are there that they are of use now. */
    void touch(Collection<Content> contents);

    /** What time it is by the clock that says when values were touched. */
    Instant now();

    /**
     * Values that nobody touched since then, in the order of their hashes.
     *
     * @param since by the clock of {@link #now}
     * @param afterSha only those after that hash, or null
     */
    List<Content> untouched(Instant since, @Nullable String afterSha, int limit);

    /**
     * Tells of runs, for who looks at tables by hand; what is older than what was told already is left out, and so are runs that are gone.
     *
     * @return those of which only what had changed was to be told, and was not, as something else was told of them before than that
     *     goes on from: they are to be told as a whole
     */
    Set<UUID> tell(List<Told> runs);

    /**
     * Runs whose row says something else than what was told of them, or of which nothing was told, in the order of their ids.
     *
     * @param after only those after that one, or null
     */
    List<UUID> untold(@Nullable UUID after, int limit);

    /** Forgets what was told of runs. */
    void untell(Collection<UUID> runs);

    /**
     * Runs that have a journal, whether they have a row or not, in the order of their ids.
     *
     * @param after only those after that one, or null
     */
    List<UUID> journals(@Nullable UUID after, int limit);

    /**
     * Writes the row of a run anew; it keeps the number it has, or gets one.
     *
     * @return false where that is no longer the latest entry of its journal; then nothing was written
     * @throws StoreException of kind {@link StoreException.Kind#BROKEN} where another row is in the way
     */
    boolean mend(RunRow row, int seq, UUID appendId);

    /** The names of pipelines that have runs. */
    List<String> pipelines();

    /**
     * Runs of a pipeline that have ended, in the order in which they did, those of one moment in the order of their ids. Reads no others.
     *
     * @param by those that had ended by then
     * @param after only those after that one of them, or null
     */
    List<RunRow> ended(String pipeline, Instant by, @Nullable RunRow after, int limit);

    /** How many runs of a pipeline have ended. */
    int ended(String pipeline);

    /**
     * Takes the turn of something that one does at a time for all who share the database. The time is told by the clock of the
     * database where it has one, so that the clocks of those who ask need not agree; else by the clock that the store was opened with.
     *
     * @param every how long ago the latest turn has to be
     * @return whether the latest turn of that name was taken so long ago, or there was none; then this is the latest
     */
    boolean turn(String name, Duration every);

    /** Whether {@link #turn} would give the turn now; takes none. */
    boolean due(String name, Duration every);

    /**
     * Drops those of the values that nobody has touched since then.
     *
     * @param since by the clock of {@link #now}
     */
    Dropped drop(Collection<Content> contents, Instant since);
}
