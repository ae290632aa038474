// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.Pipeline;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Three workers over days or a year, with schedules, and with what goes wrong meanwhile: above all in the moment in which a run is made. */
final class Season {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int WORKERS = 3;
    private static final int PAGE = 1_000;

    private final long seed;
    private final Luck luck;
    private final Story story = new Story();
    private final Timeline time;
    private final SimDatabase database;
    private final Pipelines pipelines;
    private final Inspector inspector;
    private final boolean whole;
    private final long rest;
    private final long end;
    private final List<Member> members = new ArrayList<>();
    private int machines;
    private boolean faults = true;

    /** One of the workers. */
    private record Member(String name, Machine machine, SimStore store, Runnable kill) {}

    /**
     * Not begun.
     *
     * @param whole with all a worker does; else its schedules only
     * @param rest so long nothing goes wrong, at most
     */
    Season(long seed, Instant begin, Instant end, boolean whole, Duration rest, List<Pipeline<String>> given) {
        this.seed = seed;
        this.whole = whole;
        this.rest = rest.toNanos();
        this.end = nanos(end);
        this.luck = new Luck(seed);
        this.time = new Timeline(luck, nanos(begin));
        this.database = new SimDatabase(time, luck, story, true);
        this.pipelines = new Pipelines(given);
        this.inspector = new Inspector(
                time, story, pipelines, run -> database.server().row(run).join(), this::isGone);
        database.onRestart(inspector::restarted);
    }

    private static long nanos(Instant at) {
        return Duration.between(Machine.BEGIN, at).toNanos();
    }

    private boolean isGone(UUID worker) {
        return database.server().workers().join().stream()
                .noneMatch(row -> row.worker().id().equals(worker) && row.alive());
    }

    /**
     * Plays it to its end.
     *
     * @param moments at each of which somebody may die
     */
    void play(Set<Instant> moments) {
        database.weather(Weather.of(luck));
        for (int i = 1; i <= WORKERS; i++) {
            start("w" + i);
        }
        for (Instant at : moments) {
            if (luck.oneIn(3)) {
                long moment = nanos(at) - time.now() + luck.millis(1, 3_000);
                time.after(moment, null, () -> happens(luck.upTo(3)));
            }
        }
        time.after(luck.between(Duration.ofNanos(rest / 100), Duration.ofNanos(rest)), null, this::somethingHappens);
        until(end);
        story.tell(time.now(), "", "from here on nothing goes wrong any more");
        faults = false;
        database.weather(Weather.FAIR);
        members.forEach(member -> {
            member.machine().thaw();
            database.cut(member.machine(), false);
        });
        for (int i = 1; i <= WORKERS; i++) {
            startAgain("w" + i); // all may be down
        }
        until(end + 200 * SECOND);
    }

    /** The times for which there is a run of that pipeline, as the database has it. */
    List<Instant> made(String pipeline) {
        List<Instant> found = new ArrayList<>();
        UUID after = null;
        List<RunRow> page;
        do {
            RunQuery query = new RunQuery(pipeline, null, null, null, null, null, after, PAGE);
            page = database.server().find(query).join();
            for (RunRow row : page) {
                found.addFirst(Instant.parse(row.labels().get("scheduled")));
                after = row.id();
            }
        } while (page.size() == PAGE);
        return found;
    }

    /** Those that have not come to their end. */
    List<RunRow> active() {
        return database.server().find(RunQuery.active(PAGE)).join();
    }

    /** What is to be seen where it is not as it should be. */
    String words() {
        return "seed " + seed + "\n" + story + "\nseed " + seed;
    }

    private void until(long moment) {
        while (time.step(moment)) {
            Inspector.Violation violation = inspector.violation();
            if (violation != null) {
                throw new AssertionError(words() + ": " + violation.getMessage());
            }
        }
    }

    // ---- workers

    private void start(String name) {
        Duration skew = Duration.ofMillis(luck.upTo(4_000) - 2_000);
        Machine machine = new Machine(name + "." + ++machines, time, luck, skew, this::uncaught);
        SimStore store = new SimStore(database, machine, inspector, Bug.NONE);
        if (whole) {
            SimStages stages = new SimStages(machine, time, luck, inspector, false);
            stages.calm();
            Node node = new Node(machine, store, stages, pipelines);
            members.add(new Member(name, machine, store, node::kill));
            machine.spawn(0, () -> enter(node));
        } else {
            new Clerk(machine, store, pipelines).start();
            members.add(new Member(name, machine, store, () -> {
                machine.die();
                store.die();
            }));
        }
        story.tell(time.now(), machine.name(), "begins");
    }

    /** Where it was not started meanwhile. */
    private void startAgain(String name) {
        if (members.stream().noneMatch(member -> member.name().equals(name))) {
            start(name);
        }
    }

    private static void enter(Node node) {
        while (true) {
            try {
                node.engine().start();
                return;
            } catch (StoreException | DriverPresentException e) {
                node.machine().sleep(SECOND);
            }
        }
    }

    private void uncaught(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        inspector.violated("uncaught: " + trace);
    }

    // ---- what happens

    private void somethingHappens() {
        if (faults) {
            happens(luck.upTo(6));
            time.after(
                    luck.between(Duration.ofNanos(rest / 100), Duration.ofNanos(rest)), null, this::somethingHappens);
        }
    }

    private void happens(int what) {
        if (!faults || members.isEmpty()) {
            return;
        }
        Member member = luck.any(members);
        Machine machine = member.machine();
        switch (what) {
            case 0, 1 -> {
                story.tell(time.now(), machine.name(), "is killed");
                member.kill().run();
                members.remove(member);
                time.after(luck.millis(10, 4 * 3_600_000), null, () -> startAgain(member.name()));
            }
            case 2 -> {
                long nanos = luck.millis(10, 3_600_000);
                story.tell(time.now(), machine.name(), "freezes for " + nanos / 1_000_000 + " ms");
                machine.freeze(nanos);
            }
            case 3 -> {
                database.cut(machine, true);
                time.after(luck.millis(10, 600_000), null, () -> database.cut(machine, false));
            }
            case 4 -> database.restart(luck.millis(10, 120_000));
            default -> {
                Duration by = Duration.ofMillis(luck.upTo(120_000) - 60_000);
                story.tell(time.now(), machine.name(), "its clock steps by " + by);
                machine.stepClock(by);
                time.after(luck.millis(1_000, 600_000), null, () -> machine.stepClock(by.negated()));
            }
        }
    }

    /** All of them, of whatever kind. */
    static Set<Instant> all(List<Set<Instant>> times) {
        Set<Instant> all = new TreeSet<>();
        times.forEach(all::addAll);
        return all;
    }
}
