// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.HistoryEntry;
import dev.pawl.OnConflict;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.server.internal.access.Role;
import dev.pawl.spi.RunQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs: made, found, looked at and deleted. */
final class RunRoutes implements Routes {

    private static final int MOST_RUNS = 500;
    private static final int USUAL_RUNS = 50;
    private static final int MOST_ENTRIES = 1000;
    private static final int USUAL_ENTRIES = 100;
    private static final RawJson NOTHING = RawJson.of("{}".getBytes(StandardCharsets.UTF_8));

    private final Catalog catalog;
    private final Documents documents;

    RunRoutes(Catalog catalog, Documents documents) {
        this.catalog = catalog;
        this.documents = documents;
    }

    @Override
    public void into(Table table) {
        table.post("/runs", this::submit);
        table.get("/runs", RunRoutes::list);
        table.get("/runs/active", this::active);
        table.get("/runs/{run}", this::show);
        table.get("/runs/{run}/events", RunRoutes::events);
        table.get("/runs/{run}/diagnosis", call -> {
            call.query().check();
            call.tagged(call.pawl().diagnose(call.run().id()));
        });
        table.get("/runs/{run}/lineage", call -> {
            call.query().check();
            call.tagged(call.pawl().lineage(call.run().id()));
        });
        table.add("DELETE", "/runs/{run}", Role.ADMIN, RunRoutes::delete);
    }

    private void submit(Call call) {
        Query query = call.query("dryRun");
        boolean dryRun = query.flag("dryRun");
        query.check();
        Fields fields = call.fields(
                List.of("input"), "pipeline", "version", "key", "user", "labels", "priority", "delay", "onConflict");
        String name = fields.required("pipeline");
        Integer version = fields.number("version");
        Submission submission = submission(call, fields);
        fields.check();
        Pipeline<?> pipeline = catalog.named(name, version);
        RawJson input = Objects.requireNonNullElse(fields.raw("input"), NOTHING);
        if (dryRun) {
            call.pawl().validate(pipeline, input, submission);
            call.json(Map.of("pipeline", pipeline.name(), "version", pipeline.version(), "problems", List.of()));
            return;
        }
        RunHandle run = call.pawl().submit(pipeline, input, submission);
        call.context().header("Location", "/api/v1/runs/" + run.id());
        call.json(run.attached() ? 200 : 201, documents.of(run.view(), run.attached()));
    }

    private static Submission submission(Call call, Fields fields) {
        String user = fields.text("user");
        if (user != null
                && !call.caller().namesUsers()
                && !user.equals(call.caller().user())) {
            fields.problem("user", "your token does not name users");
        }
        Integer priority = fields.number("priority");
        Duration delay = fields.duration("delay");
        if (delay != null && delay.compareTo(Submission.LONGEST_DELAY) > 0) {
            fields.problem("delay", "it is ten years at most");
            delay = null;
        }
        OnConflict conflict = fields.choice("onConflict", OnConflict.class);
        return new Submission(
                call.caller().user() == null ? user : call.caller().user(),
                fields.text("key"),
                fields.texts("labels"),
                priority == null ? 0 : priority,
                delay,
                conflict == null ? OnConflict.REJECT : conflict);
    }

    private static void list(Call call) {
        Query query = call.query("pipeline", "status", "active", "key", "user", "root", "text", "after", "limit");
        String only = call.caller().user();
        int limit = query.number("limit", 1, MOST_RUNS, USUAL_RUNS);
        RunQuery wanted = new RunQuery(
                query.text("pipeline"),
                query.choice("status", RunStatus.class),
                query.text("key"),
                only == null ? query.text("user") : only,
                query.text("text"),
                null,
                query.text("active") == null ? null : query.flag("active"),
                query.id("root"),
                query.id("after"),
                limit + 1);
        query.check();
        if (call.caller().run() != null) {
            throw new ProblemException(Problem.of(
                    403, "FORBIDDEN", "this token is for one run", "ask for that run, or use another token"));
        }
        List<RunView> runs = call.pawl().runs(wanted);
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("runs", runs.size() > limit ? runs.subList(0, limit) : runs);
        page.put("next", runs.size() > limit ? runs.get(limit - 1).id() : null);
        call.tagged(page);
    }

    /** The run that has a key; where none does, it is said which had it last. */
    private void active(Call call) {
        Query query = call.query("pipeline", "key");
        String pipeline = query.required("pipeline");
        String key = query.required("key");
        query.check();
        String user = call.caller().user();
        List<RunView> found =
                call.pawl().runs(new RunQuery(pipeline, null, key, user, null, null, null, null, null, 10));
        RunView active = found.stream()
                .filter(run -> run.status().active() && call.caller().sees(run.id(), run.user()))
                .reduce((a, b) -> b) // of those in line the oldest has it
                .orElse(null);
        if (active != null) {
            call.tagged(documents.of(call.pawl().run(active.id()).view()));
            return;
        }
        Problem none = Problem.of(
                404,
                "NO_ACTIVE_RUN",
                "no run of pipeline " + Call.cut(pipeline) + " is active with key '" + Call.cut(key) + "'",
                "start one");
        throw new ProblemException(
                found.isEmpty() ? none : none.with("lastRun", found.getFirst().id()));
    }

    private void show(Call call) throws Exception {
        Query query = call.query("include");
        String include = query.text("include");
        if (include != null && !include.equals("outputs")) {
            throw ProblemException.invalid(
                    "include is outputs, not " + Call.cut(include), "leave it out, or correct it");
        }
        query.check();
        RunView run = call.run().view();
        if (include == null) {
            call.tagged(documents.of(run));
        } else {
            documents.writeWithOutputs(call, run);
        }
    }

    private static void events(Call call) {
        Query query = call.query("after", "limit");
        int after = query.number("after", 0, Integer.MAX_VALUE, 0);
        int limit = query.number("limit", 1, MOST_ENTRIES, USUAL_ENTRIES);
        query.check();
        List<HistoryEntry> entries = call.pawl().history(call.run().id(), after, limit);
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("entries", entries);
        page.put("next", entries.size() == limit ? entries.getLast().seq() : null);
        call.json(page);
    }

    private static void delete(Call call) {
        call.query().check();
        call.pawl().delete(call.run().id(), call.by());
        call.context().status(204);
    }
}
