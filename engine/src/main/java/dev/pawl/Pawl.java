// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.Content;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.spi.BackupProgress;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one database: submit, look, steer; after {@link #start} also execute. Thread-safe. Everything it shows is durable,
 * but for progress and logs, which are live.
 *
 * <p>Methods throw {@link RefusedException} where something may not be done and {@link StoreException} where the database
 * does not answer.
 */
public interface Pawl extends AutoCloseable {

    /**
     * Opens the database in a folder, which is made where it is missing. Nothing is executed before {@link #start}.
     *
     * @throws StoreException where that fails
     */
    static Pawl open(Path folder) {
        return PawlOptions.in(folder).open();
    }

    /**
     * Runs in the PostgreSQL that an application has connections to; some of them are kept while it is open. Nothing is executed
     * before {@link #start}.
     *
     * @throws StoreException where that fails; the message says what to do
     */
    static Pawl connect(DataSource source) {
        return PawlOptions.at("jdbc:postgresql:").connect(source);
    }

    /** Makes a pipeline known, so that its runs can be executed here. The one with the highest version is current. */
    Pawl register(Pipeline<?> pipeline);

    /** Those that were registered, of each name the current one. */
    List<Pipeline<?>> pipelines();

    /** Tells of what has become durable, in the order of each run's journal. */
    Pawl listen(RunListener listener);

    /**
     * Begins to execute: runs submitted here, and active runs of this database that nobody executes.
     *
     * @throws DriverPresentException where another process executes them
     */
    Pawl start();

    /**
     * Begins to execute runs submitted or resumed here, and leaves all others alone.
     *
     * @throws DriverPresentException where another process executes runs of this database
     */
    Pawl startForOwnRuns();

    /**
     * Makes a run; it is durable when this returns. While the database takes no writes (its disk is full, say), none is made;
     * where it stops taking them while the run is on its way there, this waits until it takes them again.
     *
     * @throws StoreException of kind {@link StoreException.Kind#UNAVAILABLE} where the database is known to take no writes; the
     *     message says what to mend, and the same can be submitted again then
     */
    <I> RunHandle submit(Pipeline<I> pipeline, I input, Submission submission);

    /**
     * Looks whether that could be submitted, as far as that is seen without doing it. Writes nothing.
     *
     * @throws RefusedException as submitting does
     */
    void validate(Pipeline<?> pipeline, RawJson input, Submission submission);

    /** The same with an input that is that JSON text. */
    RunHandle submit(Pipeline<?> pipeline, RawJson input, Submission submission);

    /**
     * Makes a run in a transaction of the caller's: when that is committed, the run is there for any worker to take; when it is
     * not, there never was one. On PostgreSQL.
     *
     * @param transaction a connection to the same database, which is neither committed nor closed here
     * @return the id of the run, by which it can be looked at after the commit; with {@link OnConflict#ATTACH} it may be that of
     *     one that is active. With {@link OnConflict#SUPERSEDE} it is refused
     * @throws RefusedException as the others; the transaction goes on
     * @throws StoreException where the database did not do it; the transaction may be over
     */
    <I> UUID submit(Pipeline<I> pipeline, I input, Submission submission, Connection transaction);

    /** A run to look at and wait for. */
    RunHandle run(UUID run);

    /**
     * Items of a map, in the order of its list, with their names and values; none as long as they are not listed.
     *
     * @param status only those that stand so, or null for all
     * @param after only those with a higher index; -1 for all
     * @param limit at most so many
     */
    List<ItemView> items(UUID run, String stage, @Nullable ItemStatus status, int after, int limit) throws IOException;

    /** The run of that number, id or unique id prefix, or the only one of that key. Digits alone are a number. */
    RunHandle find(String numberIdOrKey);

    /** Why a run is where it is, how that is known, and what helps. Writes nothing. */
    Diagnosis diagnose(UUID run);

    /** Runs, newest first, without their stages. */
    List<RunView> runs(RunQuery query);

    /**
     * Lets a failed run go on at the failed stages, or an interrupted one where it was; a healthy one is left as it is. Where
     * this process executes runs, it executes this one too.
     */
    RunHandle resume(UUID run, @Nullable String by);

    /**
     * What {@link #retry} would do. Writes nothing.
     *
     * @return also where it may not be done, and then says why
     * @throws RefusedException where there is no such run, stage or version
     */
    RetryPlan planRetry(UUID run, Retry how);

    /**
     * Takes a run that has ended up with a new one, which begins at a stage: what is not after that is as it was, and does not run.
     * It is durable when this returns, whole or not at all; of several that do the same at once one is made.
     *
     * @throws RefusedException where that may not be; its code says why: {@code UNKNOWN_STAGE}, {@code NOT_RETRYABLE}, {@code
     *     MISSING_STATE}, {@code UPSTREAM_FAILED}, {@code RUN_ACTIVE}, {@code ALREADY_RETRIED}, {@code ALREADY_ACTIVE}, {@code
     *     DEPTH_LIMIT}, {@code PLAN_CHANGED}
     */
    RunHandle retry(UUID run, Retry how);

    /** The run, those it took up and those that took it up, from the first one on. */
    RunLineage lineage(UUID run);

    /**
     * What a run was given and has put out.
     *
     * @param before only what that stage stands on, or null for all
     */
    RunState state(UUID run, @Nullable String before);

    /** Ends a run without its result. It is cancelled once its work has stopped; at once where nobody executes it. */
    RunHandle cancel(UUID run, @Nullable String by, @Nullable String reason);

    /** Says what became of a stage in doubt. {@code output} is given exactly with {@link SettleAs#DONE}. */
    RunHandle settle(UUID run, String stage, SettleAs as, @Nullable RawJson output, @Nullable String by);

    /** Gives an input stage the output it waits for, or a stage of a document another output. */
    default RunHandle edit(UUID run, String stage, RawJson output, @Nullable String by) {
        return edit(run, stage, output, null, by);
    }

    /**
     * The same, unless somebody was faster.
     *
     * @param version number of the output that was seen, 0 for none; null where any will do
     * @throws RefusedException of code {@code EDIT_CONFLICT} where there is another one by now
     */
    RunHandle edit(UUID run, String stage, RawJson output, @Nullable Integer version, @Nullable String by);

    /**
     * Has the output before be there again.
     *
     * @param version number of the output that was seen; null where any will do
     */
    RunHandle undo(UUID run, String stage, @Nullable Integer version, @Nullable String by);

    /** Hides that an output is stale, until what it was made of changes once more. */
    RunHandle dismissStale(UUID run, String stage, @Nullable String by);

    /** Takes a stale output as current. */
    RunHandle acceptStale(UUID run, String stage, @Nullable String by);

    /** Takes the latest result that came too late as the output. */
    RunHandle adopt(UUID run, String stage, @Nullable String by);

    /** Has all that is stale in a document run again, one after the other, as far as it is stale then. */
    RunHandle refreshStale(UUID run, @Nullable String by);

    /** Ends a document. */
    RunHandle close(UUID run, @Nullable String by);

    /** Has a manual stage start, or one that was put back; or one of a document run again. */
    RunHandle press(UUID run, String stage, @Nullable String by);

    /** Puts a stage back: its attempt is stopped and no longer counts, what it has finished is kept, and it waits to be pressed. */
    RunHandle reset(UUID run, String stage, @Nullable String by);

    /**
     * Looks at active runs: who is stuck, and who is not and why. Changes nothing. May take seconds.
     *
     * @param pipeline only runs of that pipeline, or null
     * @param olderThan runs whose last sign of life is not as old as that are not stuck
     */
    default RecoveryReport recovery(@Nullable String pipeline, Duration olderThan) {
        return recovery(RecoveryAction.RESUME, pipeline, olderThan);
    }

    /** The same for what is to be done to them: a run need not be known here to be given up, and a queued one never is. */
    RecoveryReport recovery(RecoveryAction action, @Nullable String pipeline, Duration olderThan);

    /**
     * Settles active runs that nobody executes. One that really runs is left alone, however old it is, and so is one that has
     * nothing to do until a person acts.
     *
     * @param action {@link RecoveryAction#RESUME} needs a process that executes runs, and executes them here
     * @param pipeline only runs of that pipeline, or null
     * @param olderThan only runs whose last sign of life is as old as that
     */
    RecoveryReport recover(RecoveryAction action, @Nullable String pipeline, Duration olderThan);

    /**
     * Deletes a run that has ended, with its journal and its logs. What other runs use of it stays readable, and so do runs that were
     * made from it.
     *
     * @return false where it is gone already
     * @throws RefusedException where it is active
     */
    boolean delete(UUID run, @Nullable String by);

    /** The highest number that any run ever got, also one that was deleted; 0 before the first. No number is given twice. */
    long highestNumber();

    /**
     * Deletes runs that ended longer ago than their pipeline keeps them, and drops values that nothing refers to any more. Documents
     * stay. May take minutes; runs go on meanwhile, and what is cut short is done by the next one.
     *
     * @param pipeline only runs of that pipeline, or null
     * @param olderThan runs that ended so long ago, whatever their pipelines say; or null
     * @param dryRun whether to say only what would be deleted
     */
    PruneReport prune(@Nullable String pipeline, @Nullable Duration olderThan, boolean dryRun);

    /** The entries of a run's journal after {@code afterSeq}, at most {@code limit}. */
    List<HistoryEntry> history(UUID run, int afterSeq, int limit);

    /** The output of a stage, streamed; empty where it has none. The caller closes it. */
    Optional<InputStream> output(UUID run, String stage) throws IOException;

    /** The finished files of a run, in the order of its stages. */
    List<ArtifactView> artifacts(UUID run);

    /**
     * A finished file, streamed. The caller closes it.
     *
     * @param name what it is called; with the id of its stage and {@code /} before it where several stages made one of that name
     * @throws RefusedException where there is none, or more than one
     */
    ArtifactBody artifact(UUID run, String name) throws IOException;

    /** A value that the history of a run names, streamed: what a validator said, say. The caller closes it. */
    InputStream value(UUID run, Content content) throws IOException;

    /** The input of a run, streamed. The caller closes it. */
    InputStream input(UUID run) throws IOException;

    /** The lines of a run's log, of one stage or of all, oldest first, without the first {@code skip}. */
    List<LogLine> log(UUID run, @Nullable String stage, long skip);

    /** Workers that live or own an active run. */
    List<WorkerRow> workers();

    /** The same for people, with how many runs each has. */
    List<WorkerView> crew();

    /** What is wrong with the database and the runs in it, one line each. May take seconds. */
    List<String> check();

    /**
     * Imports runs of other systems: a record is a line of JSON, see {@code docs/reference/import.md}. Each becomes a run with an
     * ordinary journal, as a whole or not at all; what stood as running is idle, interrupted or failed. A record that was imported
     * before changes nothing.
     *
     * @param dryRun whether to say only what would be imported
     * @throws IOException where the lines cannot be read; what was read by then is imported
     */
    ImportReport importRuns(BufferedReader lines, boolean dryRun) throws IOException;

    /**
     * Writes all that is made of journals anew: rows of runs that say something else than their journals, also those that are gone, and
     * what is told of runs for SQL by hand. May take minutes; runs go on meanwhile.
     *
     * @return which rows were mended, and which could not be, one line each
     */
    List<String> repair();

    /**
     * Writes a copy of the database to a file, while runs go on; see {@link RunStore#backup}. Logs are not in it.
     *
     * @throws RefusedException where the target is there already, or may not be one; nothing was done
     */
    void backup(Path target, BackupProgress progress);

    /** What and where the database is, for a person. */
    String place();

    /** Stops executing: work is asked to stop, its runs are given back, and the database is closed. Idempotent. */
    @Override
    void close();
}
