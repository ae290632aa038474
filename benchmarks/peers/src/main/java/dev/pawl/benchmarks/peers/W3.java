// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import dev.pawl.benchmarks.Measured;
import dev.pawl.benchmarks.Measured.Subject;
import dev.pawl.benchmarks.peers.Child.Task;
import dev.pawl.benchmarks.peers.Effects.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Recovery: a process is killed that has runs in their fifth stage, and what it left is taken up by a process started then, or
 * (W3b) by one that stood by. Executions are counted by what they leave in a file.
 */
final class W3 {

    /** The stage that never ends in the process that is killed. */
    static final int HELD = 5;

    /** So many runs teach a process what it will need. */
    private static final int LESSONS = 200;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Server server;
    private final int runs;
    private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
    private final Trained trained = new Trained();

    W3(Server server, int runs) {
        this.server = server;
        this.runs = runs;
    }

    /**
     * What became of the runs.
     *
     * @param seconds until the last was in its fifth stage again
     * @param again finished stages that were executed again
     * @param lost runs that did not end within three minutes
     */
    record Outcome(double seconds, long again, long lost) {}

    List<Measured> measure(int rounds, List<Entrant> entrants, boolean standBy) throws Exception {
        List<Subject> subjects = new ArrayList<>();
        for (Entrant entrant : entrants) {
            if (standBy) {
                subjects.add(subject(entrant.title, () -> takeover(entrant)));
            } else {
                train(entrant);
                subjects.add(subject(entrant.title, () -> recovery(entrant, List.of())));
                subjects.add(subject(entrant.title + ", trained", () -> recovery(entrant, trained.flags(entrant))));
            }
        }
        return Measured.inTurn(rounds, subjects);
    }

    private Subject subject(String title, Callable<Outcome> measured) {
        return new Subject(title, "s", () -> {
            Outcome outcome = measured.call();
            outcomes.computeIfAbsent(title, name -> new ArrayList<>()).add(outcome);
            return outcome.seconds;
        });
    }

    /** From the start of the new process. */
    private Outcome recovery(Entrant entrant, List<String> flags) throws Exception {
        Path effects = Files.createTempFile("effects", ".txt");
        try (Database database = server.fresh()) {
            fill(entrant, database, effects, runs).destroyForcibly().waitFor();
            int before = Effects.in(effects).size();
            long start = System.currentTimeMillis();
            Process successor = Child.start(entrant, Task.RESUME, database, effects, runs, "first", flags);
            try {
                return outcome(effects, before, start);
            } finally {
                successor.destroyForcibly().waitFor();
            }
        } finally {
            Files.delete(effects);
        }
    }

    /** From the death of the old process. */
    private Outcome takeover(Entrant entrant) throws Exception {
        Path effects = Files.createTempFile("effects", ".txt");
        try (Database database = server.fresh()) {
            Process owner = fill(entrant, database, effects, runs);
            Process other = Child.start(entrant, Task.STAND_BY, database, effects, runs, "second", List.of());
            try {
                while (other.isAlive() && !Files.exists(Child.ready(effects))) {
                    Thread.sleep(Duration.ofMillis(50));
                }
                Thread.sleep(SETTLING);
                int before = Effects.in(effects).size();
                long start = System.currentTimeMillis();
                owner.destroyForcibly().waitFor();
                return outcome(effects, before, start);
            } finally {
                owner.destroyForcibly();
                other.destroyForcibly().waitFor();
            }
        } finally {
            Files.deleteIfExists(Child.ready(effects));
            Files.delete(effects);
        }
    }

    /**
     * What a JVM learns of the start of a process is kept for the starts after it, as {@code pawl} does when it is built: loaded
     * classes, and what was hot. Each system is measured with and without.
     */
    private void train(Entrant entrant) throws Exception {
        Path effects = Files.createTempFile("effects", ".txt");
        try (Database database = server.fresh()) {
            fill(entrant, database, effects, LESSONS).destroyForcibly().waitFor();
            int before = Effects.in(effects).size();
            Process pupil =
                    Child.start(entrant, Task.RESUME, database, effects, LESSONS, "first", trained.lesson(entrant));
            long end = System.nanoTime() + LIMIT.toNanos();
            while (pupil.isAlive() && System.nanoTime() < end) {
                List<Effect> all = Effects.in(effects);
                if (distinct(all.subList(before, all.size()), StageCode.STAGES) == LESSONS) {
                    break;
                }
                Thread.sleep(Duration.ofMillis(50));
            }
            pupil.destroy(); // by its end it has written what it learned
            pupil.waitFor();
        } finally {
            Files.delete(effects);
        }
    }

    /** A process that has all runs in their fifth stage. */
    private Process fill(Entrant entrant, Database database, Path effects, int count) throws Exception {
        Process owner = Child.start(entrant, Task.FILL, database, effects, count, "first", List.of());
        long end = System.nanoTime() + LIMIT.toNanos();
        while (Effects.in(effects).stream().filter(one -> one.stage() == HELD).count() < count) {
            if (!owner.isAlive() || System.nanoTime() > end) {
                owner.destroyForcibly();
                throw new IllegalStateException(entrant + " did not bring all runs to stage " + HELD);
            }
            Thread.sleep(Duration.ofMillis(50));
        }
        return owner;
    }

    private Outcome outcome(Path effects, int before, long start) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<Effect> after = List.of();
        long ended = 0;
        while (ended < runs && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(100));
            List<Effect> all = Effects.in(effects);
            after = all.subList(before, all.size());
            ended = distinct(after, StageCode.STAGES);
        }
        Map<Integer, Long> resumed = new HashMap<>();
        after.stream()
                .filter(one -> one.stage() == HELD)
                .forEach(one -> resumed.merge(one.run(), one.millis(), Math::min));
        double seconds = resumed.size() < runs
                ? Double.POSITIVE_INFINITY
                : (resumed.values().stream().mapToLong(Long::longValue).max().orElseThrow() - start) / 1e3;
        long once = after.stream()
                .filter(one -> one.stage() >= HELD)
                .map(one -> one.run() * StageCode.STAGES + one.stage())
                .distinct()
                .count();
        long again = after.size() - once;
        return new Outcome(seconds, again, runs - ended);
    }

    private static long distinct(List<Effect> effects, int stage) {
        return effects.stream()
                .filter(one -> one.stage() == stage)
                .map(Effect::run)
                .distinct()
                .count();
    }

    /** What was repeated and what was lost, in all rounds. */
    String table() {
        StringBuilder table =
                new StringBuilder("\n| of " + runs + " runs | finished stages again | runs lost |\n|---|---:|---:|\n");
        outcomes.forEach((title, rounds) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s |%n",
                title,
                rounds.stream().map(Outcome::again).toList(),
                rounds.stream().map(Outcome::lost).toList())));
        return table.toString();
    }
}
