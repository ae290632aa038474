// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.StageCode;
import dev.pawl.stages.internal.command.CommandStage;
import dev.pawl.stages.internal.http.HttpStage;
import dev.pawl.stages.internal.yaml.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes pipelines of what files say. */
public final class Assembly {

    private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);

    private Assembly() {}

    /** The pipeline, or null where something is wrong with it. */
    public static @Nullable Pipeline<JsonNode> of(Source source, Problems problems) {
        Declaration declared = PipelineReader.read(source.text(), problems);
        return declared == null || !problems.none() ? null : build(declared, source);
    }

    private static Pipeline<JsonNode> build(Declaration declared, Source source) {
        PipelineBuilder<JsonNode> builder = Pipeline.named(declared.name(), JsonNode.class)
                .version(declared.version())
                .description(declared.description())
                .checkpoint(declared.checkpoint())
                .definition(source.definition());
        if (declared.userRequired()) {
            builder.userRequired();
        }
        if (declared.key() != null) {
            builder.key(new KeyOf(declared.key())::of);
        }
        builder.check(new InputCheck(declared.requires())::check);
        declared.labels().forEach(builder::label);
        for (Declaration.Stage stage : declared.stages()) {
            add(builder, stage, codeOf(stage, declared.stages(), source));
        }
        return builder.build();
    }

    private static void add(
            PipelineBuilder<JsonNode> builder, Declaration.Stage stage, StageCode<JsonNode, RawJson> code) {
        Declaration.Options declared = stage.options();
        builder.stage(stage.id(), RawJson.class, options -> {
            options.after(stage.after().toArray(String[]::new))
                    .effect(declared.effect())
                    .onDoubt(declared.onDoubt())
                    .retry(declared.retry())
                    .run(code);
            if (declared.timeout() != null) {
                options.timeout(declared.timeout());
            } else if (stage.http() != null) {
                options.timeout(HTTP_TIMEOUT);
            }
            if (declared.heartbeat() != null) {
                options.heartbeat(declared.heartbeat());
            }
        });
    }

    private static StageCode<JsonNode, RawJson> codeOf(
            Declaration.Stage stage, List<Declaration.Stage> all, Source source) {
        if (stage.command() != null) {
            return new CommandStage(stage.command(), source.folder(), previous(stage, all));
        }
        if (stage.http() != null) {
            return new HttpStage(stage.http());
        }
        throw new IllegalStateException("stage " + stage.id() + " does nothing");
    }

    /** Of the stages that one is directly after, the one declared last. */
    private static @Nullable String previous(Declaration.Stage stage, List<Declaration.Stage> all) {
        return all.stream()
                .map(Declaration.Stage::id)
                .filter(stage.after()::contains)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
