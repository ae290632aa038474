// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunState;
import dev.pawl.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Runs as they are answered: with their input, which never changes and is read once where it is short. Thread-safe. */
final class Documents {

    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);

    /** A longer input is asked for by itself. */
    private static final int SHORT = 64 << 10;

    private static final int MANY = 256;

    private final Pawl pawl;
    private final Map<UUID, String> inputs = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MANY;
        }
    });

    Documents(Pawl pawl) {
        this.pawl = pawl;
    }

    ObjectNode of(RunView run) {
        ObjectNode node = Json.views().valueToTree(run);
        String input = input(run.id());
        if (input == null) {
            node.putNull("input");
        } else {
            node.putRawValue("input", new RawValue(input));
        }
        return node;
    }

    ObjectNode of(RunView run, boolean attached) {
        return of(run).put("attached", attached);
    }

    private @Nullable String input(UUID run) {
        String known = inputs.get(run);
        if (known == null) {
            try (InputStream in = pawl.input(run)) {
                byte[] bytes = in.readNBytes(SHORT + 1);
                if (bytes.length > SHORT) {
                    return null;
                }
                known = new String(bytes, StandardCharsets.UTF_8);
                inputs.put(run, known);
            } catch (IOException | RefusedException e) {
                LOG.debug("the input of run {} is not shown: {}", run, e.getMessage());
            }
        }
        return known;
    }

    /** The run, and all that its stages have put out; streamed, as that may be much. */
    void writeWithOutputs(Call call, RunView run) throws IOException {
        RunState state = pawl.state(run.id(), null);
        ObjectNode node = of(run);
        node.set("completedStages", Json.views().valueToTree(state.completedStages()));
        node.put("failedStage", state.failedStage()).put("lastOutput", state.lastOutput());
        byte[] begin = Json.views().writeValueAsBytes(node);
        call.context().status(200).contentType("application/json");
        OutputStream out = call.context().outputStream();
        out.write(begin, 0, begin.length - 1);
        out.write(",\"outputs\":{".getBytes(StandardCharsets.UTF_8));
        String comma = "";
        for (RunState.Output output : state.outputs()) {
            out.write((comma + '"' + output.stage() + "\":").getBytes(StandardCharsets.UTF_8));
            try (InputStream in = output.value().open()) {
                in.transferTo(out);
            }
            comma = ",";
        }
        out.write("}}".getBytes(StandardCharsets.UTF_8));
    }
}
