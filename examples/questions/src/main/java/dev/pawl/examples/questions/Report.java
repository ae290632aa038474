// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.StageStatus;
import dev.pawl.examples.questions.model.Used;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A run that has ended, for a terminal: the question, the answer, what it took. */
final class Report {

    private Report() {}

    static String of(Pawl pawl, RunHandle run) throws IOException {
        RunView view = run.view();
        StringBuilder text = new StringBuilder();
        try (InputStream input = pawl.input(run.id())) {
            line(
                    text,
                    "\n" + view.number() + "  "
                            + Json.values().readValue(input, Question.class).question());
        }
        Optional<JsonNode> answer = output(pawl, run, "build");
        if (answer.isPresent()) {
            line(text, "   " + answer.get().path("text").asString(""));
            line(text, "   " + answer.get().path("file").asString(""));
        } else {
            line(text, "   " + view.sentence());
        }
        used(pawl, run, view, text);
        return text.toString();
    }

    private static void used(Pawl pawl, RunHandle run, RunView view, StringBuilder text) throws IOException {
        Used all = Used.NOTHING;
        List<String> calls = new ArrayList<>();
        for (StageView stage : view.stages()) {
            Optional<JsonNode> output = output(pawl, run, stage.id());
            if (stage.reusedFrom() != null) {
                calls.add(stage.id() + " taken over");
            } else if (output.isPresent() && output.get().path("used").isObject()) {
                Used used = Json.values().treeToValue(output.get().path("used"), Used.class);
                calls.add(stage.id() + " " + used.calls());
                all = all.plus(used);
            } else if (stage.kind().equals("validator") && stage.status() == StageStatus.SUCCEEDED) {
                calls.add(stage.id() + " sent back " + stage.rounds());
            }
        }
        String cost = all.micros() == 0 ? "" : String.format(Locale.ROOT, ", cost %.6f", all.micros() / 1e6);
        line(text, "   calls: " + String.join(", ", calls) + "; tokens: " + (all.tokensIn() + all.tokensOut()) + cost);
    }

    private static Optional<JsonNode> output(Pawl pawl, RunHandle run, String stage) throws IOException {
        Optional<InputStream> output = pawl.output(run.id(), stage);
        if (output.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream json = output.get()) {
            return Optional.of(Json.values().readTree(json));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
