// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.internal.engine.Opening;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How a database is opened. Immutable.
 *
 * @param url JDBC URL of the database
 * @param folder where logs are kept, or null to keep none
 * @param clock wall time
 * @param workerName name of this process among the workers; null for the host's name
 * @param grace how long stage code may take to stop when asked to
 * @param maxPayload longest input or output in bytes
 * @param maxItems most items of one map
 * @param pulse how often progress is written down for other processes
 * @param onStart what becomes, when this process begins to execute all runs, of those that nobody executes
 * @param maxRuns so many runs execute here at once; what comes beyond waits in the queue, for this worker or another. Runs that
 *     wait for a person or a time do not count
 * @param reach a name or address of this machine by which the processes of other machines ask this one how its runs are; it listens
 *     there, on a free port, to those who can read the database. Loopback unless said,
 *     for the processes of this machine only; or null, for nobody
 * @param pruneEvery how often a worker that executes all runs deletes those whose time is over, as {@link Pawl#prune} does: of all
 *     workers one at a time. A second at least, as all runs that have ended are looked at each time. Null, as it is unless said:
 *     never
 * @param pruneAtMost so many runs at once, 1 at least; the others the next time
 * @param recoverAfter how old the last sign of life of a run has to be for it to be given up, where that is asked for
 */
public record PawlOptions(
        String url,
        @Nullable Path folder,
        InstantSource clock,
        @Nullable String workerName,
        Duration grace,
        long maxPayload,
        int maxItems,
        Duration pulse,
        RecoveryAction onStart,
        Duration recoverAfter,
        int maxRuns,
        @Nullable String reach,
        @Nullable Duration pruneEvery,
        int pruneAtMost) {

    /** Other processes of this machine reach it, and nobody else. */
    public static final String THIS_MACHINE = "127.0.0.1";

    /** So many runs execute in a worker at once where nothing else is said. */
    public static final int MAX_RUNS = 10_000;

    /** Runs are not deleted more often. */
    private static final Duration SHORTEST_PRUNE_EVERY = Duration.ofSeconds(1);

    /** So many runs are deleted in one go where nothing else is said. */
    public static final int PRUNE_AT_MOST = 10_000;

    public PawlOptions {
        if (pruneEvery != null && pruneEvery.compareTo(SHORTEST_PRUNE_EVERY) < 0) {
            throw new IllegalArgumentException("runs are pruned every second at most, or never, not every " + pruneEvery
                    + "; give " + SHORTEST_PRUNE_EVERY + " or more, or null");
        }
        if (pruneAtMost < 1) {
            throw new IllegalArgumentException("at least one run is pruned at once, not " + pruneAtMost);
        }
        if (maxRuns < 1) {
            throw new IllegalArgumentException("a worker executes at least one run at once, not " + maxRuns);
        }
    }

    /** An SQLite file in that folder, and every setting at its default. */
    public static PawlOptions in(Path folder) {
        return at("jdbc:sqlite:" + folder.resolve("pawl.db")).logs(folder);
    }

    /** The database of that URL, no logs, and every setting at its default. */
    public static PawlOptions at(String url) {
        return new PawlOptions(
                url,
                null,
                InstantSource.system(),
                null,
                Duration.ofSeconds(10),
                64L << 20,
                100_000,
                Duration.ofSeconds(10),
                RecoveryAction.RESUME,
                Profile.DEV.recoverAfter(),
                MAX_RUNS,
                THIS_MACHINE,
                null,
                PRUNE_AT_MOST);
    }

    /** With logs of stages in that folder. */
    public PawlOptions logs(Path value) {
        return with(draft -> draft.folder = value);
    }

    public PawlOptions clock(InstantSource value) {
        return with(draft -> draft.clock = value);
    }

    public PawlOptions workerName(String value) {
        return with(draft -> draft.workerName = value);
    }

    public PawlOptions grace(Duration value) {
        return with(draft -> draft.grace = value);
    }

    /** In bytes. */
    public PawlOptions maxPayload(long value) {
        return with(draft -> draft.maxPayload = value);
    }

    public PawlOptions maxItems(int value) {
        return with(draft -> draft.maxItems = value);
    }

    public PawlOptions pulse(Duration value) {
        return with(draft -> draft.pulse = value);
    }

    public PawlOptions onStart(RecoveryAction value) {
        return with(draft -> draft.onStart = value);
    }

    public PawlOptions recoverAfter(Duration value) {
        return with(draft -> draft.recoverAfter = value);
    }

    public PawlOptions maxRuns(int value) {
        return with(draft -> draft.maxRuns = value);
    }

    /** Null for nobody: then only the database says how the runs of this process are. */
    public PawlOptions reach(@Nullable String value) {
        return with(draft -> draft.reach = value);
    }

    /**
     * How often a worker deletes runs whose time is over; null, as it is unless said: never.
     *
     * @param value a second at least: each time all runs that have ended are looked at
     * @throws IllegalArgumentException where it is less
     */
    public PawlOptions pruneEvery(@Nullable Duration value) {
        return with(draft -> draft.pruneEvery = value);
    }

    /**
     * How many runs a worker deletes in one go, where it does: what is left is deleted the next time. {@value #PRUNE_AT_MOST} unless
     * said.
     *
     * @throws IllegalArgumentException where it is less than 1
     */
    public PawlOptions pruneAtMost(int value) {
        return with(draft -> draft.pruneAtMost = value);
    }

    /** Everything that the kind of place settles. */
    public PawlOptions profile(Profile profile) {
        return recoverAfter(profile.recoverAfter());
    }

    /** Without the user and the password that may be in the URL: of that only the place, or where a user may be in it, the kind. */
    @Override
    public String toString() {
        String place = url.replaceFirst("(?s)\\?.*", "");
        String shown =
                url.contains("@") || place.contains("=") ? url.replaceFirst("(?s)^(jdbc:\\w+:)?.*", "$1…") : place;
        return "PawlOptions[url=" + shown + ", folder=" + folder + ", clock=" + clock + ", workerName=" + workerName
                + ", grace=" + grace + ", maxPayload=" + maxPayload + ", maxItems=" + maxItems + ", pulse=" + pulse
                + ", onStart=" + onStart + ", recoverAfter=" + recoverAfter + ", maxRuns=" + maxRuns + ", reach="
                + reach + ", pruneEvery=" + pruneEvery + ", pruneAtMost=" + pruneAtMost
                + "]";
    }

    /**
     * Opens it. Nothing is executed before {@link Pawl#start}.
     *
     * @throws StoreException where that fails
     */
    public Pawl open() {
        return Opening.open(this);
    }

    /**
     * Opens it on connections that an application has; the URL is not looked at.
     *
     * @throws StoreException where that fails
     */
    public Pawl connect(DataSource source) {
        return Opening.open(this, Opening.store(source));
    }

    /** An engine on a store that was made elsewhere, which it closes with itself. The URL is not looked at. */
    public Pawl open(RunStore store) {
        return Opening.open(this, store);
    }

    private PawlOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The same settings, for one of them to be changed. */
    private static final class Draft {
        private final String url;
        private @Nullable Path folder;
        private InstantSource clock;
        private @Nullable String workerName;
        private Duration grace;
        private long maxPayload;
        private int maxItems;
        private Duration pulse;
        private RecoveryAction onStart;
        private Duration recoverAfter;
        private int maxRuns;
        private @Nullable String reach;
        private @Nullable Duration pruneEvery;
        private int pruneAtMost;

        Draft(PawlOptions from) {
            this.url = from.url;
            this.folder = from.folder;
            this.clock = from.clock;
            this.workerName = from.workerName;
            this.grace = from.grace;
            this.maxPayload = from.maxPayload;
            this.maxItems = from.maxItems;
            this.pulse = from.pulse;
            this.onStart = from.onStart;
            this.recoverAfter = from.recoverAfter;
            this.maxRuns = from.maxRuns;
            this.reach = from.reach;
            this.pruneEvery = from.pruneEvery;
            this.pruneAtMost = from.pruneAtMost;
        }

        PawlOptions done() {
            return new PawlOptions(
                    url,
                    folder,
                    clock,
                    workerName,
                    grace,
                    maxPayload,
                    maxItems,
                    pulse,
                    onStart,
                    recoverAfter,
                    maxRuns,
                    reach,
                    pruneEvery,
                    pruneAtMost);
        }
    }
}
