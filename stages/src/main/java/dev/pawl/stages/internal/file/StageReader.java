// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.OnStall;
import dev.pawl.stages.internal.command.CommandAction;
import dev.pawl.stages.internal.export.ExportAction;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.http.HttpAction;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads what a stage does, and how. */
final class StageReader {

    static final List<String> NAMES = List.of(
            "id",
            "kind",
            "after",
            "when",
            "trigger",
            "command",
            "http",
            "export",
            "env",
            "map",
            "item-key",
            "parallel",
            "allow-failed",
            "validates",
            "rounds",
            "deadline",
            "requires",
            "produces",
            "effect",
            "on-doubt",
            "on-interrupt",
            "timeout",
            "heartbeat",
            "stall-after",
            "on-stall",
            "retry",
            "limit",
            "priority");

    static final Keys.Known KEYS = new Keys.Known(NAMES, Set.of("degraded", "interactive", "artifacts", "format"));

    private final CheckpointPolicy checkpoint;
    private final Problems problems;
    private final Values values;

    StageReader(CheckpointPolicy checkpoint, Problems problems) {
        this.checkpoint = checkpoint;
        this.problems = problems;
        this.values = new Values(problems);
    }

    Declaration.Stage read(Keys stage, Names names) {
        KindReader kinds = new KindReader(names, problems);
        Declaration.Kind kind = kinds.read(stage);
        Names here = names.with(stage.has("map") ? Names.Item.KNOWN : Names.Item.NONE);
        CommandAction command = stage.has("command")
                ? new CommandReader(here, problems).read(stage.get("command"), stage.get("env"))
                : null;
        HttpAction http = stage.has("http") ? new HttpReader(here, problems).read(stage.get("http")) : null;
        ExportAction export =
                stage.has("export") ? new ExportReader(here, problems, names.stage()).read(stage.get("export")) : null;
        if (kind != null && !(kind instanceof Declaration.Input)) {
            checkWork(stage, names.stage(), kind);
        }
        Template when = kinds.expression(
                stage.get("when"),
                "one expression like ${input.count > 0}",
                stage.has("map") ? Names.Item.LATER : Names.Item.NONE);
        Contracts contracts = new Contracts(names, problems);
        Declaration.Options options = new OptionsReader(problems)
                .read(stage, kind instanceof Declaration.Export ? OnStall.FAIL : OnStall.WARN);
        Declaration.Kind known = Objects.requireNonNullElse(kind, new Declaration.Task());
        if (checkpoint == CheckpointPolicy.ON_FAILURE) {
            checkHeldBack(stage, known, options);
        }
        return new Declaration.Stage(
                names.stage(),
                after(stage, known),
                known,
                command,
                http,
                export,
                when,
                contracts.requires(stage.get("requires")),
                contracts.produces(stage.get("produces")),
                options);
    }

    private void checkWork(Keys stage, String id, Declaration.Kind kind) {
        if (kind instanceof Declaration.Export) {
            checkExport(stage, id);
        } else if (stage.has("command") && stage.has("http")) {
            problems.add(stage.place("http"), "a stage has both `command` and `http`", "make two stages of it");
        } else if (!stage.has("command") && !stage.has("http")) {
            problems.add(
                    stage.place("command"),
                    "stage `" + id + "` does nothing",
                    "give it a `command`, like [python3, detect.py], or `http`");
        } else if (stage.has("http") && stage.has("env")) {
            problems.add(stage.place("env"), "`env` belongs to a `command`", "leave it out");
        }
    }

    private void checkExport(Keys stage, String id) {
        if (stage.has("command") && stage.has("export")) {
            problems.add(stage.place("export"), "a stage has both `command` and `export`", "make two stages of it");
        } else if (!stage.has("command") && !stage.has("export") && !stage.has("http")) {
            problems.add(
                    stage.place("kind"),
                    "stage `" + id + "` does not say what it makes",
                    "add one like export: {formats: [html, pdf], from: ${write.output.text}}, or a `command`");
        } else if (stage.has("export") && stage.has("env")) {
            problems.add(stage.place("env"), "`env` belongs to a `command`", "leave it out");
        }
    }

    /** What is not written down before the run rests must not matter to anyone outside until then. */
    private void checkHeldBack(Keys stage, Declaration.Kind kind, Declaration.Options options) {
        String remedy = "use `checkpoint: every-stage`";
        if (options.effect() == Effect.EXTERNAL) {
            problems.add(stage.place("effect"), "`checkpoint: on-failure` could repeat an external effect", remedy);
        }
        if (options.manual()) {
            refuseWait(stage.place("trigger"), remedy);
        }
        switch (kind) {
            case Declaration.Each each ->
                problems.add(stage.place("map"), "`checkpoint: on-failure` could do items again", remedy);
            case Declaration.Input input -> refuseWait(stage.place("kind"), remedy);
            case Declaration.Task task -> {}
            case Declaration.Export made -> {}
            case Declaration.Validator validator -> {}
        }
    }

    private void refuseWait(Place place, String remedy) {
        problems.add(place, "`checkpoint: on-failure` does not write down that a stage waits for a person", remedy);
    }

    private List<String> after(Keys stage, Declaration.Kind kind) {
        List<String> after = new ArrayList<>();
        for (YamlNode item : values.items(stage.get("after"), "")) {
            after.add(item instanceof Scalar scalar ? scalar.value() : "");
        }
        if (kind instanceof Declaration.Validator validator && !after.contains(validator.validates())) {
            after.add(validator.validates());
        }
        return after;
    }
}
