// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.RecoveryAction;
import dev.pawl.server.internal.access.Role;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of all runs together: pipelines, workers, who is stuck. */
final class FleetRoutes implements Routes {

    private final Catalog catalog;
    private final Duration recoverAfter;

    /** @param recoverAfter of what age runs are given up, where nothing else is said */
    FleetRoutes(Catalog catalog, Duration recoverAfter) {
        this.catalog = catalog;
        this.recoverAfter = recoverAfter;
    }

    @Override
    public void into(Table table) {
        table.get("/pipelines", call -> {
            call.query().check();
            call.tagged(catalog.all());
        });
        table.get("/pipelines/{name}", call -> {
            call.query().check();
            call.tagged(catalog.shown(call.context().pathParam("name")));
        });
        table.get("/workers", call -> {
            call.query().check();
            call.json(Map.of("workers", call.pawl().crew()));
        });
        table.get("/recovery", call -> {
            Query query = call.query("olderThan", "action", "pipeline");
            RecoveryAction action = query.choice("action", RecoveryAction.class);
            Duration olderThan = query.duration("olderThan");
            String pipeline = query.text("pipeline");
            query.check();
            RecoveryAction wanted = action == null ? RecoveryAction.RESUME : action;
            call.json(call.pawl().recovery(wanted, pipeline, age(wanted, olderThan)));
        });
        table.add("POST", "/recovery", Role.OPERATOR, call -> {
            call.query().check();
            Fields fields = call.fields("olderThan", "action", "pipeline");
            RecoveryAction action = fields.choice("action", RecoveryAction.class);
            Duration olderThan = fields.duration("olderThan");
            String pipeline = fields.text("pipeline");
            fields.check();
            RecoveryAction wanted = action == null ? RecoveryAction.RESUME : action;
            call.json(call.pawl().recover(wanted, pipeline, age(wanted, olderThan)));
        });
    }

    private Duration age(RecoveryAction action, @Nullable Duration given) {
        if (given != null) {
            return given;
        }
        return action == RecoveryAction.FAIL ? recoverAfter : Duration.ZERO;
    }
}
