// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.ImportReport;
import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.imports.Imported.Known;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Imports records, one a line: each becomes a run with an ordinary journal, written as one entry, so it is there as a whole or not at
 * all. Its id follows from where it came from: a record that was imported before changes nothing. Blocks.
 */
public final class Importing {

    /** So much of values goes into an entry; the rest goes beside it, as an entry may not be longer than a few times that. */
    private static final int INLINE = 4 << 20;

    /** Windows puts it before texts. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Who reads more of them than these mends the first before. */
    private static final int MOST_PROBLEMS = 1000;

    private final RunStore store;
    private final Values values;
    private final Function<String, @Nullable Pipeline<?>> pipelines;
    private final Definitions definitions;
    private final Marks marks;
    private final boolean dryRun;
    private final Map<String, Integer> seen = new HashMap<>();
    private final Imported runs;
    private final Kinship<Sound> kinship = new Kinship<>();
    private final Ages ages;
    private final List<Line> made = new ArrayList<>();
    private final List<ImportReport.Problem> problems = new ArrayList<>();
    private int unchanged;
    private int unsaid;

    /** A record without mistakes of its own. */
    private record Sound(int line, Old old, @Nullable Pipeline<?> pipeline) {}

    /** A run that was made of a line. */
    private record Line(int line, ImportReport.Made made) {}

    /** What a run is found by, which not everything may be. */
    @FunctionalInterface
    public interface Marks {
        /** Refuses a run that has other ones. */
        void check(@Nullable String key, @Nullable String user, Map<String, String> labels);
    }

    /** The stored definition of a pipeline. */
    @FunctionalInterface
    public interface Definitions {
        Content of(Pipeline<?> pipeline) throws IOException;
    }

    /**
     * Nothing yet.
     *
     * @param pipelines those that are known here, by name
     * @param retention how long runs of a pipeline are kept, by its name
     */
    public Importing(
            RunStore store,
            Values values,
            Function<String, @Nullable Pipeline<?>> pipelines,
            Definitions definitions,
            Marks marks,
            Function<String, @Nullable Duration> retention,
            boolean dryRun) {
        this.store = store;
        this.runs = new Imported(store);
        this.values = values;
        this.pipelines = pipelines;
        this.definitions = definitions;
        this.marks = marks;
        this.ages = new Ages(store, pipelines, retention, dryRun);
        this.dryRun = dryRun;
    }

    /** All lines there are. */
    public ImportReport all(BufferedReader lines, Instant now) throws IOException {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
                line = line.substring(1);
            }
            if (!line.isBlank()) {
                line(number, line);
            }
        }
        kinship.orphans().forEach(this::orphan);
        for (List<Sound> cycle = kinship.cycle(); !cycle.isEmpty(); cycle = kinship.cycle()) {
            cycle(cycle);
        }
        problems.sort(Comparator.comparingInt(ImportReport.Problem::line));
        made.sort(Comparator.comparingInt(Line::line));
        if (unsaid > 0) {
            problems.add(new ImportReport.Problem(
                    number, "and " + unsaid + " more are wrong; mend those above, and import again"));
        }
        return new ImportReport(dryRun, made.stream().map(Line::made).toList(), unchanged, ages.overdue(now), problems);
    }

    private void line(int number, String line) {
        List<String> wrong = new ArrayList<>();
        String name = null;
        Sound record = null;
        try {
            JsonNode json = Json.values().readTree(line);
            if (json.isObject()) {
                name = name(json.path("source").asString(""), json.path("id").asString(""));
                record = record(number, new Fields(json, "", wrong), wrong);
            } else {
                wrong.add("it is no object; each line is a record");
            }
        } catch (JacksonException e) {
            wrong.add("it is no JSON: " + Json.problem(e) + "; each line is a record");
        }
        if (record != null && wrong.isEmpty()) {
            settle(record);
        } else {
            note(number, wrong);
            refused(number, name);
        }
    }

    private static @Nullable String name(String source, String id) {
        return source.isBlank() || id.isBlank() ? null : source + " " + id;
    }

    /** Nor are its retries imported, which would be no retries for ever. */
    private void refused(int line, @Nullable String name) {
        kinship.refused(line, name);
        if (name != null) {
            release(name);
        }
    }

    /** Those that waited for a record have their turn, and then those that waited for them. */
    private void release(String name) {
        Deque<Sound> turn = new ArrayDeque<>(kinship.release(name));
        while (!turn.isEmpty()) {
            Sound next = turn.remove();
            String settled = settled(next);
            if (settled != null) {
                turn.addAll(kinship.release(settled));
            }
        }
    }

    private void settle(Sound record) {
        String settled = settled(record);
        if (settled != null) {
            release(settled);
        }
    }

    /** The name of the record, of which it is known now what becomes of it; or null where it waits for its parent. */
    private @Nullable String settled(Sound record) {
        Old old = record.old();
        String name = old.source() + " " + old.id();
        String of = parent(old);
        Known parent = of == null ? null : runs.known(old, of);
        Integer refused = of == null || parent != null ? null : kinship.refusedAt(of);
        if (of != null && parent == null && refused == null) {
            kinship.hold(name, of, record);
            return null;
        }
        if (refused != null) {
            refuse(
                    record,
                    "its parent " + old.parent() + " of line " + refused
                            + " is not imported, and a run is no retry any more once it is there without it; mend that line, and"
                            + " import again");
        } else {
            take(record, parent);
        }
        return name;
    }

    /** Its parent stands nowhere in the file. */
    private void orphan(Sound record) {
        int unnamed = kinship.unnamed();
        if (unnamed > 0) {
            refuse(
                    record,
                    "its parent " + record.old().parent() + " is not known, and may be line " + unnamed
                            + ", which cannot be read; mend that one, and import again");
        } else {
            take(record, null);
        }
        release(record.old().source() + " " + record.old().id());
    }

    private void cycle(List<Sound> cycle) {
        String lines = cycle.stream().map(one -> Integer.toString(one.line())).collect(Collectors.joining(", "));
        for (Sound one : cycle) {
            refuse(
                    one,
                    cycle.size() == 1
                            ? "it is its own parent; leave the parent out, or name another"
                            : "its parents lead back to itself (lines " + lines + "); correct one of them");
        }
        cycle.forEach(one -> release(one.old().source() + " " + one.old().id()));
    }

    private void refuse(Sound record, String problem) {
        note(record.line(), List.of(problem));
        kinship.refused(
                record.line(), record.old().source() + " " + record.old().id());
    }

    private void note(int number, List<String> wrong) {
        for (String problem : wrong) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(new ImportReport.Problem(number, problem));
            } else {
                unsaid++;
            }
        }
    }

    private @Nullable Sound record(int number, Fields fields, List<String> wrong) {
        Old old = Kinds.read(fields);
        if (old == null) {
            return null;
        }
        Pipeline<?> pipeline = pipelines.apply(old.pipeline());
        Checks.check(old, pipeline, wrong);
        try {
            marks.check(old.key(), old.user(), Imported.labels(old));
        } catch (RefusedException e) {
            wrong.add(e.getMessage());
        }
        Integer before = seen.putIfAbsent(old.source() + " " + old.id(), number);
        if (before != null) {
            wrong.add("it is the record of line " + before + " once more; leave one out");
        }
        return new Sound(number, old, pipeline);
    }

    /** Imports it, or says why not. */
    private void take(Sound record, @Nullable Known parent) {
        List<String> wrong = new ArrayList<>();
        try {
            take(record, parent, wrong);
        } catch (IOException e) {
            wrong.add(e.getMessage() + "; the record is not imported");
        }
        if (!wrong.isEmpty()) {
            note(record.line(), wrong);
            kinship.refused(
                    record.line(), record.old().source() + " " + record.old().id());
        }
    }

    private void take(Sound record, @Nullable Known parent, List<String> wrong) throws IOException {
        Old old = record.old();
        UUID id = OldId.of(old.source(), old.id(), old.createdAt());
        Lineage lineage = lineage(old, parent);
        if (lineage != null && lineage.depth() > Pipeline.MOST_RETRY_DEPTH) {
            wrong.add("it took up a run that took up a run, and so on, " + lineage.depth() + " times; a line may have "
                    + Pipeline.MOST_RETRY_DEPTH + " retries: leave out its parent");
            return;
        }
        if (isThere(id)) {
            unchanged++;
        } else {
            make(record, id, lineage, wrong);
        }
        if (wrong.isEmpty()) {
            runs.put(
                    old.source() + " " + old.id(),
                    lineage == null ? new Known(id, id, 0) : new Known(id, lineage.root(), lineage.depth()));
        }
    }

    private void make(Sound record, UUID id, @Nullable Lineage lineage, List<String> wrong) throws IOException {
        Old old = record.old();
        Pipeline<?> pipeline = record.pipeline();
        Map<String, byte[]> inline = new LinkedHashMap<>();
        int[] room = {INLINE};
        Story.Taking taking = json -> take(json, inline, room);
        List<Event> events = Story.of(old, pipeline, definition(old, pipeline), Imported.labels(old), lineage, taking);
        Run run = Run.empty(id);
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        for (Old.Stage stage : old.stages()) {
            boolean done = stage.was() == Old.Was.DONE || stage.was() == Old.Was.DEGRADED;
            if (done && run.stage(stage.id()).output() == null) {
                throw new IllegalStateException("stage " + stage.id() + " of " + old.id() + " is not done as it was");
            }
        }
        if (!dryRun && !written(run, events, inline, wrong)) {
            return;
        }
        ages.made(old, Rows.project(run, 0).finishedAt());
        made.add(new Line(
                record.line(),
                new ImportReport.Made(id, old.kind(), old.source(), old.id(), old.pipeline(), standing(run, old))));
    }

    private static String standing(Run run, Old old) {
        boolean runs = IntStream.range(0, old.stages().size())
                .anyMatch(i -> old.stages().get(i).was() == Old.Was.RUNNING);
        String now = run.owner() != null && run.ended() == null
                ? "interrupted"
                : old.document() && run.ended() == null
                        ? "open"
                        : run.status().name().toLowerCase(Locale.ROOT);
        return runs && old.document() && run.ended() == null ? "open, what was running is idle" : now;
    }

    private boolean written(Run run, List<Event> events, Map<String, byte[]> inline, List<String> wrong) {
        Event last = events.getLast();
        Append append = new Append(
                run.id(),
                0,
                null,
                UUID.nameUUIDFromBytes(("import " + run.id()).getBytes(StandardCharsets.UTF_8)),
                run.epoch(),
                last.at(),
                new Body(events, inline).encode(last.at(), run.epoch()),
                Rows.project(run, 0),
                List.of());
        return switch (append(append)) {
            case AppendOutcome.Won won -> true;
            case AppendOutcome.Lost lost -> {
                wrong.add(
                        isThere(run.id())
                                ? "another run has the id it would have; give it another id or source"
                                : "the run that was made of it was deleted less than a minute ago; import it again in a minute");
                yield false;
            }
            case AppendOutcome.KeyTaken taken -> {
                wrong.add("run " + taken.activeRun() + " is active with its key "
                        + run.created().key() + "; let that one end, or leave the key out");
                yield false;
            }
            case AppendOutcome.RetryTaken taken -> {
                wrong.add("run " + taken.activeRun() + " takes up the same run at the same stage; let that one end");
                yield false;
            }
            case AppendOutcome.Unstorable unstorable -> {
                wrong.add("it cannot be stored: " + unstorable.problem());
                yield false;
            }
        };
    }

    /** Where the run was deleted before, what is left of it may be in the way, and may go by now. */
    private AppendOutcome append(Append append) {
        AppendOutcome outcome =
                StoreException.join(store.append(List.of(append))).getFirst();
        if (!(outcome instanceof AppendOutcome.Lost) || isThere(append.run())) {
            return outcome;
        }
        store.keeper().finish();
        return StoreException.join(store.append(List.of(append))).getFirst();
    }

    private boolean isThere(UUID run) {
        return StoreException.join(store.row(run)) != null;
    }

    private Content definition(Old old, @Nullable Pipeline<?> pipeline) throws IOException {
        if (pipeline != null && !dryRun) {
            return definitions.of(pipeline);
        }
        String keeps = old.document() ? ",\"retention\":null" : "";
        byte[] json = ("{\"imported\":\"" + old.pipeline() + "\",\"version\":" + old.version() + keeps + "}")
                .getBytes(StandardCharsets.UTF_8);
        return dryRun ? Values.contentOf(json) : values.keep(json);
    }

    private Content take(byte[] json, Map<String, byte[]> inline, int[] room) throws IOException {
        if (dryRun) {
            if (json.length > values.limit()) {
                throw new IOException("a value of it is longer than the " + values.limit() + " bytes allowed");
            }
            return Values.contentOf(json);
        }
        Stored stored = values.take(RawJson.of(json));
        byte[] small = stored.inline();
        if (small == null || inline.containsKey(stored.content().sha())) {
            return stored.content();
        }
        if (room[0] < small.length) {
            return values.keep(json);
        }
        room[0] -= small.length;
        inline.put(stored.content().sha(), small);
        return stored.content();
    }

    /** What its parent is called, where it is to be a retry of that one. */
    private static @Nullable String parent(Old old) {
        return old.parent() == null || old.retryFrom() == null ? null : old.source() + " " + old.parent();
    }

    private static @Nullable Lineage lineage(Old old, @Nullable Known parent) {
        String from = old.retryFrom();
        return parent == null || from == null
                ? null
                : new Lineage(parent.root(), parent.run(), from, parent.depth() + 1, "it was imported", null, false);
    }
}
