// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.OnConflict;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import java.util.List;
import java.util.UUID;

/** What is done to a run as a whole. Each is safe to send again. */
final class CommandRoutes implements Routes {

    /** Does it, and says how the run stands then. */
    @FunctionalInterface
    private interface Done {
        RunHandle by(Call call, UUID run, Fields fields);
    }

    private final Documents documents;

    CommandRoutes(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void into(Table table) {
        table.post("/runs/{run}/retry", this::retry);
        command(table, "cancel", (call, run, f) -> call.pawl().cancel(run, call.by(), f.text("reason")), "reason");
        command(table, "resume", (call, run, f) -> call.pawl().resume(run, call.by()));
        command(table, "close", (call, run, f) -> call.pawl().close(run, call.by()));
        command(table, "refresh-stale", (call, run, f) -> call.pawl().refreshStale(run, call.by()));
    }

    private void command(Table table, String name, Done done, String... fields) {
        table.post("/runs/{run}/" + name, call -> {
            call.query().check();
            Fields given = call.fields(fields);
            for (String field : fields) {
                given.text(field);
            }
            given.check();
            RunHandle run = call.run();
            RunView before = run.view();
            RunView after = done.by(call, run.id(), given).view();
            call.json(after.asOfSeq() == before.asOfSeq() ? 200 : 202, documents.of(after));
        });
    }

    private void retry(Call call) {
        Query query = call.query("dryRun");
        boolean dryRun = query.flag("dryRun");
        query.check();
        Fields fields = call.fields(
                List.of("input"),
                "fromStage",
                "version",
                "reason",
                "usePartial",
                "onlyFailedItems",
                "onConflict",
                "planToken");
        OnConflict conflict = fields.choice("onConflict", OnConflict.class);
        Retry how = Retry.from(fields.required("fromStage"))
                .version(fields.number("version"))
                .reason(fields.text("reason"))
                .input(fields.raw("input"))
                .usePartial(fields.flag("usePartial"))
                .onlyFailedItems(fields.flag("onlyFailedItems"))
                .onConflict(conflict == null ? OnConflict.REJECT : conflict)
                .planToken(fields.text("planToken"))
                .by(call.by());
        fields.check();
        UUID parent = call.run().id();
        if (dryRun) {
            call.json(call.pawl().planRetry(parent, how));
            return;
        }
        RunHandle run = call.pawl().retry(parent, how);
        call.context().header("Location", "/api/v1/runs/" + run.id());
        call.json(run.attached() ? 200 : 201, documents.of(run.view(), run.attached()));
    }
}
