// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.ArtifactView;
import dev.pawl.ItemView;
import dev.pawl.Json;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.server.internal.access.Role;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Stages of a run: looked at, edited, pressed, put back. */
final class StageRoutes implements Routes {

    private static final String STAGE = "/runs/{run}/stages/{stage}";
    private static final int LOG_TAIL = 50;
    private static final int MOST_LINES = 1000;
    private static final int MOST_ITEMS = 1000;
    private static final int USUAL_ITEMS = 100;

    /** Does it to that stage of that run. */
    @FunctionalInterface
    private interface Done {
        RunHandle to(Pawl pawl, UUID run, String stage, @Nullable String by);
    }

    private final Documents documents;

    StageRoutes(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void into(Table table) {
        table.get(STAGE, StageRoutes::show);
        table.get(STAGE + "/output", StageRoutes::output);
        table.add("PUT", STAGE + "/output", Role.OPERATOR, this::edit);
        table.get(STAGE + "/log", StageRoutes::log);
        table.get(STAGE + "/items", StageRoutes::items);
        table.post(STAGE + "/undo", this::undo);
        table.post(STAGE + "/settle", this::settle);
        command(table, "run", Pawl::press);
        command(table, "reset", Pawl::reset);
        command(table, "dismiss-stale", Pawl::dismissStale);
        command(table, "accept-stale", Pawl::acceptStale);
        command(table, "adopt", Pawl::adopt);
    }

    private void command(Table table, String name, Done done) {
        table.post(STAGE + "/" + name, call -> {
            call.query().check();
            call.fields().check();
            RunHandle run = call.run();
            answer(call, run.view(), done.to(call.pawl(), run.id(), call.stage(), call.by()));
        });
    }

    private void answer(Call call, RunView before, RunHandle done) {
        RunView after = done.view();
        call.json(after.asOfSeq() == before.asOfSeq() ? 200 : 202, documents.of(after));
    }

    private static StageView stage(RunView run, String id) {
        return run.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "UNKNOWN_STAGE",
                        "the run has no stage " + Call.cut(id) + "; it has "
                                + String.join(
                                        ", ",
                                        run.stages().stream()
                                                .map(StageView::id)
                                                .limit(50)
                                                .toList()),
                        "name one of these"));
    }

    private static void show(Call call) {
        call.query().check();
        RunView run = call.run().view();
        StageView stage = stage(run, call.stage());
        ObjectNode node = Json.views().valueToTree(stage);
        List<LogLine> log = call.pawl().log(run.id(), stage.id(), 0);
        node.set("log", Json.views().valueToTree(log.subList(Math.max(0, log.size() - LOG_TAIL), log.size())));
        List<ArtifactView> files = call.pawl().artifacts(run.id()).stream()
                .filter(file -> file.stage().equals(stage.id()))
                .toList();
        node.set("artifacts", Json.views().valueToTree(files));
        call.tagged(node);
    }

    private static void output(Call call) throws Exception {
        call.query().check();
        RunView run = call.run().view();
        StageView stage = stage(run, call.stage());
        Optional<InputStream> output = call.pawl().output(run.id(), stage.id());
        if (output.isEmpty()) {
            throw ProblemException.notFound(
                    "NO_OUTPUT", "stage " + stage.id() + " has put out nothing", "look at the run for how it stands");
        }
        call.context()
                .header("ETag", "\"" + stage.version() + "\"")
                .contentType("application/json")
                .result(output.get());
    }

    private void edit(Call call) {
        call.query().check();
        RunHandle run = call.run();
        Integer version = Tags.version(call.context().header("If-Match"));
        RawJson output = RawJson.of(call.body());
        answer(call, run.view(), call.pawl().edit(run.id(), call.stage(), output, version, call.by()));
    }

    private void undo(Call call) {
        call.query().check();
        call.fields().check();
        RunHandle run = call.run();
        Integer version = Tags.version(call.context().header("If-Match"));
        answer(call, run.view(), call.pawl().undo(run.id(), call.stage(), version, call.by()));
    }

    private void settle(Call call) {
        call.query().check();
        Fields fields = call.fields(List.of("output"), "as");
        SettleAs as = fields.choice("as", SettleAs.class);
        if (as == null) {
            fields.required("as");
        } else if ((as == SettleAs.DONE) != fields.has("output")) {
            fields.problem("output", as == SettleAs.DONE ? "it is missing" : "it is given with done only");
        }
        fields.check();
        RunHandle run = call.run();
        answer(
                call,
                run.view(),
                call.pawl()
                        .settle(
                                run.id(),
                                call.stage(),
                                java.util.Objects.requireNonNull(as),
                                fields.raw("output"),
                                call.by()));
    }

    private static void log(Call call) {
        Query query = call.query("after");
        int after = query.number("after", 0, Integer.MAX_VALUE, 0);
        query.check();
        RunView run = call.run().view();
        List<LogLine> lines = call.pawl().log(run.id(), stage(run, call.stage()).id(), after);
        List<LogLine> page = lines.size() > MOST_LINES ? lines.subList(0, MOST_LINES) : lines;
        call.json(Map.of("lines", page, "next", after + page.size()));
    }

    private static void items(Call call) throws Exception {
        Query query = call.query("status", "after", "limit");
        ItemStatus status = query.choice("status", ItemStatus.class);
        int after = query.number("after", -1, Integer.MAX_VALUE, -1);
        int limit = query.number("limit", 1, MOST_ITEMS, USUAL_ITEMS);
        query.check();
        RunView run = call.run().view();
        List<ItemView> items =
                call.pawl().items(run.id(), stage(run, call.stage()).id(), status, after, limit);
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put("next", items.size() == limit ? items.getLast().index() : null);
        call.json(page);
    }
}
