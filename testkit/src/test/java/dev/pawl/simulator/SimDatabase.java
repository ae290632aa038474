// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.spi.StoreException;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One database, and the network to it. What has landed stays; what is on its way may be lost, or land late. */
final class SimDatabase {

    private static final long TIME_OUT = Duration.ofSeconds(5).toNanos();

    private final Timeline time;
    private final Luck luck;
    private final Story story;
    private final FakeDatabase tables;
    private final FakeStore server;
    private final Set<Machine> cut = new HashSet<>();
    private final List<SimStore> stores = new ArrayList<>();
    private Runnable restarted = () -> {};
    private Weather weather = Weather.FAIR;
    private int starts;
    private int cuts;
    private final boolean many;
    private boolean down;
    private boolean full;
    private boolean slotsPassed;

    /** One worker at a time may execute there, or many. */
    SimDatabase(Timeline time, Luck luck, Story story, boolean many) {
        InstantSource clock = () -> Machine.BEGIN.plusNanos(time.now());
        this.tables = many ? FakeDatabase.forManyWorkers(clock) : new FakeDatabase(clock);
        this.server = new FakeStore(tables, Runnable::run);
        server.onSlot(() -> slotsPassed = true);
        this.time = time;
        this.luck = luck;
        this.story = story;
        this.many = many;
    }

    FakeDatabase tables() {
        return tables;
    }

    /** Where statements are done, at once. */
    FakeStore server() {
        return server;
    }

    void onRestart(Runnable callback) {
        restarted = callback;
    }

    void weather(Weather now) {
        weather = now;
    }

    void full(boolean now) {
        story.tell(time.now(), "database", now ? "its disk is full" : "its disk has room again");
        full = now;
    }

    boolean isFull() {
        return full;
    }

    /** Between this machine and the database nothing goes any more, in either direction. */
    void cut(Machine machine, boolean now) {
        story.tell(time.now(), machine.name(), now ? "is cut off" : "is connected again");
        if (now) {
            cut.add(machine);
            cuts++;
            int mine = cuts;
            time.after(TIME_OUT, null, () -> {
                if (cut.contains(machine) && cuts == mine) {
                    stores.stream().filter(store -> store.machine() == machine).forEach(SimStore::disconnect);
                }
            });
        } else {
            cut.remove(machine);
        }
    }

    /** Who is cut off cannot hear that its connections end: the database keeps them until it has waited long enough. */
    boolean isCut(Machine machine) {
        return cut.contains(machine);
    }

    /** Whether many workers may execute there, each with a lease. */
    boolean isForMany() {
        return many;
    }

    /** The connections of a machine end; it hears of that soon, and makes others. */
    void disconnect(Machine machine) {
        story.tell(time.now(), machine.name(), "its connections end");
        stores.stream().filter(store -> store.machine() == machine).forEach(SimStore::disconnect);
    }

    /** Ends in the middle of whatever it does, and comes back. What is on its way is gone, and so is every session. */
    void restart(long nanos) {
        story.tell(time.now(), "database", "restarts");
        starts++;
        down = true;
        if (many) {
            tables.restart();
            restarted.run();
        }
        int mine = starts;
        time.after(nanos, null, () -> {
            if (starts == mine) {
                down = false;
                story.tell(time.now(), "database", "is up");
            }
        });
    }

    void opened(SimStore store) {
        stores.add(store);
    }

    void closed(SimStore store) {
        stores.remove(store);
    }

    /** Tells others, soon or after a while. */
    void changed(SimStore by) {
        tell(by, SimStore::changed);
    }

    /** Tells others so where a slot was given since that was last asked, to others than who did it. */
    void slotsMayHavePassed(SimStore by) {
        if (slotsPassed) {
            slotsPassed = false;
            tell(by, SimStore::slotGiven);
        }
    }

    private void tell(SimStore by, Consumer<SimStore> news) {
        for (SimStore store : stores) {
            if (store != by) {
                long delay = luck.oneIn(8) ? luck.millis(100, 6_000) : luck.millis(1, 20);
                store.machine().spawn(delay, () -> news.accept(store));
            }
        }
    }

    /** A statement on its way. */
    <T extends @Nullable Object> CompletableFuture<T> call(Machine from, boolean writes, Supplier<T> statement) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        int connection = starts;
        if (cut.contains(from) || luck.oneIn(weather.lostRequest())) {
            fail(from, reply, luck.oneIn(2) ? TIME_OUT : luck.millis(1, 100));
        } else if (writes && luck.oneIn(weather.late())) {
            fail(from, reply, luck.oneIn(2) ? TIME_OUT : luck.millis(1, 100));
            time.after(
                    luck.millis(1, 20_000),
                    null,
                    () -> arrive(from, connection, writes, statement, new CompletableFuture<>()));
        } else {
            time.after(delay(), null, () -> arrive(from, connection, writes, statement, reply));
        }
        return reply;
    }

    private long delay() {
        return luck.oneIn(20) ? luck.millis(1, 400) : 50_000 + luck.upTo(1_000_000);
    }

    private <T extends @Nullable Object> void arrive(
            Machine from, int connection, boolean writes, Supplier<T> statement, CompletableFuture<T> reply) {
        if (down || connection != starts) {
            fail(from, reply, luck.millis(1, 100));
            return;
        }
        T result;
        try {
            if (writes && full) {
                throw new StoreException(
                        StoreException.Kind.UNAVAILABLE,
                        "the disk is full, as the story has it; free some space",
                        null);
            }
            result = statement.get();
        } catch (RuntimeException e) {
            from.spawn(delay(), () -> reply.completeExceptionally(e));
            return;
        }
        if (cut.contains(from) || luck.oneIn(weather.lostReply())) {
            fail(from, reply, luck.oneIn(2) ? TIME_OUT : luck.millis(1, 100));
        } else {
            T answer = result;
            time.after(delay(), from, () -> {
                if (connection == starts && !cut.contains(from)) {
                    from.spawn(0, () -> reply.complete(answer));
                } else {
                    fail(from, reply, luck.millis(1, 100));
                }
            });
        }
    }

    private static void fail(Machine to, CompletableFuture<?> reply, long nanos) {
        to.spawn(
                nanos,
                () -> reply.completeExceptionally(new StoreException(
                        StoreException.Kind.TRANSIENT, "the connection is lost; send the same again", null)));
    }
}
