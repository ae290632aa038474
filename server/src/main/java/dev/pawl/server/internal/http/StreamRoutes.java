// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.RunView;
import dev.pawl.server.internal.stream.Client;
import dev.pawl.server.internal.stream.Hub;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs as they go on, as server-sent events. */
final class StreamRoutes implements Routes {

    private static final int MOST_RUNS = 100;

    private final Hub hub;

    StreamRoutes(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void into(Table table) {
        table.get("/runs/{run}/stream", call -> {
            call.query().check();
            RunView run = call.run().view();
            Map<UUID, Integer> seen = new LinkedHashMap<>();
            seen.put(run.id(), cursors(call, 1).getFirst());
            if (run.ended() && seen.get(run.id()) >= run.asOfSeq()) {
                call.context().status(204); // there is nothing more to come: a browser does not ask again
                return;
            }
            stream(call, seen);
        });
        table.get("/stream", call -> {
            Query query = call.query("run");
            List<String> names = query.all("run");
            query.check();
            if (names.size() > MOST_RUNS) {
                throw ProblemException.invalid(
                        "run is given " + names.size() + " times, and may be " + MOST_RUNS + " times",
                        "open another stream for the others");
            }
            if (names.isEmpty()) {
                call.all();
            }
            List<Integer> cursors = cursors(call, names.size());
            Map<UUID, Integer> seen = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                seen.put(call.run(names.get(i)).id(), cursors.get(i));
            }
            stream(call, seen);
        });
    }

    /** Of each run the latest entry that the client knows. */
    private static List<Integer> cursors(Call call, int runs) {
        @Nullable String id = call.context().header("Last-Event-ID");
        if (id == null || !id.matches("\\d{1,9}(\\.\\d{1,9}){0,99}") || id.split("\\.").length != runs) {
            return java.util.Collections.nCopies(runs, 0);
        }
        return java.util.Arrays.stream(id.split("\\.")).map(Integer::valueOf).toList();
    }

    private void stream(Call call, Map<UUID, Integer> seen) throws IOException, InterruptedException {
        Client client = new Client(seen);
        Set<UUID> runs = new LinkedHashSet<>(seen.keySet());
        if (!hub.join(client, runs)) {
            throw new ProblemException(Problem.of(
                    503, "TOO_MANY_CLIENTS", "as many streams are open as may be", "ask for the run now and again"));
        }
        try {
            call.context()
                    .status(200)
                    .contentType("text/event-stream")
                    .header("Cache-Control", "no-store")
                    .header("X-Accel-Buffering", "no");
            client.send(call.context().res().getOutputStream()); // that of the router keeps what it was to flush
        } catch (IOException gone) {
            // nobody listens any more
        } finally {
            hub.leave(client, runs);
        }
    }
}
