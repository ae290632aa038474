// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Run;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Processes, a database and people, with everything that goes wrong between them: all of it from one seed. */
final class Simulation {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long PATIENCE = Duration.ofMinutes(10).toNanos();

    private final long seed;
    private final Bug bug;
    private final Luck luck;
    private final Story story = new Story();
    private final Timeline time;
    private final SimDatabase database;
    private final Pipelines pipelines;
    private final Inspector inspector;
    private final People people;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> ending = new ArrayList<>();
    private final int workers;
    private final boolean slow;
    private final boolean deadly;
    private int machines;
    private boolean faults = true;

    Simulation(long seed) {
        this(seed, Bug.NONE);
    }

    Simulation(long seed, Bug bug) {
        this.seed = seed;
        this.bug = bug;
        this.luck = new Luck(seed);
        this.time = new Timeline(luck);
        this.slow = luck.oneIn(4);
        this.deadly = luck.oneIn(6);
        this.workers = luck.oneIn(3) ? 1 : 2 + luck.upTo(2);
        this.database = new SimDatabase(time, luck, story, workers > 1);
        this.pipelines = new Pipelines(luck, bug);
        this.inspector = new Inspector(
                time, story, pipelines, run -> database.server().row(run).join(), this::isGone);
        database.onRestart(inspector::restarted);
        this.people = new People(time, luck, story, inspector, pipelines);
    }

    Story story() {
        return story;
    }

    /** Kinds of events that were written. */
    Set<Class<?>> seen() {
        return inspector.seen();
    }

    long steps() {
        return time.steps();
    }

    /**
     * Plays it to its end.
     *
     * @throws AssertionError where something was that must never be; with the story
     */
    void play() {
        try {
            database.weather(Weather.of(luck));
            for (int i = 0; i < workers; i++) {
                startWorker("w" + (i + 1));
            }
            add("desk");
            int submitted = 1 + luck.upTo(3);
            for (int i = 0; i < submitted; i++) {
                time.after(luck.millis(1, 3_000), null, () -> there().ifPresent(people::submit));
            }
            long end = luck.between(Duration.ofSeconds(5), Duration.ofSeconds(60));
            time.after(luck.millis(100, 5_000), null, this::somethingHappens);
            time.after(luck.millis(100, 5_000), null, this::somebodyActs);
            until(end);
            calm();
            while (!allDone()) {
                if (time.now() > end + PATIENCE) {
                    nodes.forEach(people::lookAtAll);
                    until(time.now() + 5 * SECOND);
                    check(false, "not every run comes to its end: " + left());
                }
                care();
                until(time.now() + 5 * SECOND);
            }
            for (int tries = 0; !people.hasChecked(); tries++) {
                check(tries < 30, "the database is not checked");
                there().ifPresent(people::checkAll);
                until(time.now() + 2 * SECOND);
            }
            int done = inspector.journals().size();
            story.tell(time.now(), "", done + " runs have come to their end");
        } catch (AssertionError e) {
            throw e instanceof Inspector.Violation ? failed(e) : e;
        }
    }

    private AssertionError failed(Throwable why) {
        return new AssertionError(
                "seed " + seed + ": " + why.getMessage() + "\n" + story + "\nseed " + seed + ": " + why.getMessage());
    }

    private void check(boolean right, String otherwise) {
        inspector.check(right, otherwise);
        Inspector.Violation violation = inspector.violation();
        if (violation != null) {
            throw violation;
        }
    }

    private void until(long end) {
        while (time.step(end)) {
            Inspector.Violation violation = inspector.violation();
            if (violation != null) {
                throw violation;
            }
        }
    }

    private boolean isGone(UUID worker) {
        return database.server().workers().join().stream()
                .noneMatch(row -> row.worker().id().equals(worker) && row.alive());
    }

    // ---- machines

    private Node add(String name) {
        Machine machine = new Machine(name, time, luck, Duration.ofMillis(luck.upTo(4_000) - 2_000), this::uncaught);
        SimStore store = new SimStore(database, machine, inspector, bug);
        SimStages stages = new SimStages(machine, time, luck, inspector, slow);
        Node node = new Node(machine, store, stages, pipelines);
        nodes.add(node);
        if (!faults) {
            stages.calm();
        }
        return node;
    }

    private void uncaught(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        inspector.violated("uncaught: " + trace);
    }

    private void startWorker(String name) {
        Node node = add(name + "." + (++machines));
        boolean takesAll = !name.equals("w3") || luck.oneIn(2);
        node.machine().spawn(0, () -> {
            while (true) {
                try {
                    if (takesAll) {
                        node.engine().start();
                    } else {
                        node.engine().startForOwnRuns();
                    }
                    story.tell(time.now(), node.machine().name(), "works");
                    return;
                } catch (StoreException | DriverPresentException e) {
                    node.machine().sleep(SECOND);
                }
            }
        });
    }

    private static boolean works(Node node) {
        return node.machine().name().startsWith("w");
    }

    private void crash(Node node, long downFor) {
        story.tell(time.now(), node.machine().name(), "is killed");
        node.kill();
        nodes.remove(node);
        String name = node.machine().name();
        time.after(downFor, null, () -> {
            if (works(node)) {
                startWorker(name.substring(0, 2));
            } else {
                add(name);
            }
        });
    }

    /** As it ends when it is asked to. */
    private void end(Node node, long downFor) {
        Machine machine = node.machine();
        story.tell(time.now(), machine.name(), "is to end");
        nodes.remove(node);
        ending.add(node);
        machine.spawn(0, () -> {
            node.engine().close();
            story.tell(time.now(), machine.name(), "has ended");
            ending.remove(node);
            machine.die();
            time.after(downFor, null, () -> startWorker(machine.name().substring(0, 2)));
        });
    }

    // ---- what happens

    private void somebodyActs() {
        if (faults) {
            List<Node> there =
                    nodes.stream().filter(node -> node.machine().runs()).toList();
            if (!there.isEmpty()) {
                people.anything(luck.any(there));
            }
            long most = people.anyOpen() ? 3_000 : 15_000; // who has a document before them is busy
            time.after(luck.millis(200, most), null, this::somebodyActs);
        }
    }

    /** A process that a person can ask. */
    private Optional<Node> there() {
        List<Node> there = nodes.stream().filter(node -> node.machine().runs()).toList();
        return there.isEmpty() ? Optional.empty() : Optional.of(luck.any(there));
    }

    private void somethingHappens() {
        if (!faults) {
            return;
        }
        if (!nodes.isEmpty()) {
            happens(luck.any(nodes));
        }
        time.after(luck.millis(200, deadly ? 2_000 : 20_000), null, this::somethingHappens);
    }

    private void happens(Node node) {
        Machine machine = node.machine();
        switch (deadly && luck.oneIn(2) ? 0 : luck.upTo(8)) {
            case 0, 1 -> crash(node, luck.millis(10, deadly ? 500 : 10_000));
            case 2 -> {
                if (works(node) && luck.oneIn(2)) {
                    end(node, luck.millis(10, 10_000));
                }
            }
            case 3 -> {
                long nanos = luck.millis(10, 40_000);
                story.tell(time.now(), machine.name(), "freezes for " + nanos / 1_000_000 + " ms");
                machine.freeze(nanos);
            }
            case 4 -> {
                database.cut(machine, true);
                long nanos = luck.oneIn(3) ? luck.millis(8_000, 40_000) : luck.millis(10, 8_000);
                time.after(nanos, null, () -> database.cut(machine, false));
            }
            case 5 -> {
                if (luck.oneIn(2)) {
                    database.restart(luck.oneIn(4) ? luck.millis(8_000, 40_000) : luck.millis(10, 5_000));
                } else if (workers > 1 && machine.runs() && !database.isCut(machine)) {
                    database.disconnect(machine);
                }
            }
            case 6 -> {
                database.full(true);
                time.after(luck.millis(100, 10_000), null, () -> database.full(false));
            }
            default -> {
                Duration by = Duration.ofMillis(luck.upTo(120_000) - 60_000);
                story.tell(time.now(), machine.name(), "its clock steps by " + by);
                machine.stepClock(by);
            }
        }
    }

    // ---- the end

    private void calm() {
        story.tell(time.now(), "", "from here on nothing goes wrong any more");
        faults = false;
        database.weather(Weather.FAIR);
        if (database.isFull()) {
            database.full(false);
        }
        List<Node> all = new ArrayList<>(nodes);
        all.addAll(ending);
        all.forEach(node -> {
            node.machine().thaw();
            database.cut(node.machine(), false);
            node.stages().calm();
        });
    }

    private boolean allDone() {
        return inspector.journals().values().stream()
                .map(Replay::run)
                .allMatch(run -> !run.exists() || run.ended() != null);
    }

    private String left() {
        StringBuilder left = new StringBuilder();
        inspector.journals().values().stream()
                .map(Replay::run)
                .filter(run -> run.exists() && run.ended() == null)
                .forEach(run -> left.append(inspector.name(run.id()))
                        .append(" is ")
                        .append(run.status())
                        .append("; "));
        return left.toString();
    }

    private void care() {
        for (Replay replay : List.copyOf(inspector.journals().values())) {
            Run run = replay.run();
            if (run.exists() && run.ended() == null && !nodes.isEmpty()) {
                people.care(luck.any(nodes), run);
                if (run.interactive() && luck.oneIn(2)) {
                    people.close(luck.any(nodes), run);
                }
            }
        }
    }
}
