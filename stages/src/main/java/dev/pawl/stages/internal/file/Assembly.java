// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.StageCode;
import dev.pawl.StageOptions;
import dev.pawl.stages.internal.command.CommandStage;
import dev.pawl.stages.internal.export.ExportStage;
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
                .limits(declared.limits())
                .maxRetryDepth(declared.maxRetryDepth())
                .schedule(declared.schedule())
                .definition(source.definition());
        if (declared.userRequired()) {
            builder.userRequired();
        }
        if (declared.interactive()) {
            builder.interactive();
        }
        if (declared.retention() != null) {
            builder.retention(declared.retention());
        }
        if (declared.key() != null) {
            builder.key(new KeyOf(declared.key())::of);
        }
        builder.check(new InputCheck(declared.requires())::check);
        declared.labels().forEach(builder::label);
        for (Declaration.Stage stage : declared.stages()) {
            add(builder, stage, declared.stages(), source);
        }
        return builder.build();
    }

    private static void add(
            PipelineBuilder<JsonNode> builder, Declaration.Stage stage, List<Declaration.Stage> all, Source source) {
        if (stage.kind() instanceof Declaration.Input input) {
            builder.input(stage.id(), input.deadline(), options -> set(options, stage));
            return;
        }
        if (stage.kind() instanceof Declaration.Export) {
            StageCode<JsonNode, ?> export = stage.export() == null
                    ? codeOf(stage, all, source)
                    : new ExportStage(stage.export(), source.folder());
            builder.export(stage.id(), options -> set(options.run(export::run), stage));
            return;
        }
        StageCode<JsonNode, RawJson> code = codeOf(stage, all, source);
        builder.stage(stage.id(), RawJson.class, options -> {
            switch (stage.kind()) {
                case Declaration.Each each ->
                    options.map(new Listing(each.items(), each.itemKey()).items(), code)
                            .parallel(each.parallel())
                            .allowFailed(each.allowed());
                case Declaration.Validator validator ->
                    options.run(code).validates(validator.validates(), validator.rounds());
                case Declaration.Task task -> options.run(code);
                case Declaration.Input input -> throw new IllegalStateException("a person is no code");
                case Declaration.Export export -> throw new IllegalStateException("an export is made as one");
            }
            set(options, stage);
        });
    }

    private static void set(StageOptions<JsonNode, ?> options, Declaration.Stage stage) {
        Declaration.Options declared = stage.options();
        options.after(stage.after().toArray(String[]::new))
                .requires(stage.requires().toArray(String[]::new))
                .produces(stage.produces().toArray(String[]::new))
                .effect(declared.effect())
                .onDoubt(declared.onDoubt())
                .onInterrupt(declared.onInterrupt())
                .onStall(declared.onStall())
                .retry(declared.retry())
                .priority(declared.priority());
        if (stage.when() != null) {
            options.when(new Condition(stage.when())::holds);
        }
        if (declared.manual()) {
            options.manual();
        }
        if (declared.timeout() != null) {
            options.timeout(declared.timeout());
        } else if (stage.http() != null) {
            options.timeout(HTTP_TIMEOUT);
        }
        if (declared.heartbeat() != null) {
            options.heartbeat(declared.heartbeat());
        }
        if (declared.stallAfter() != null) {
            options.stallAfter(declared.stallAfter());
        }
        if (declared.limit() != null) {
            options.limit(declared.limit().name(), declared.limit().most());
        }
    }

    private static StageCode<JsonNode, RawJson> codeOf(
            Declaration.Stage stage, List<Declaration.Stage> all, Source source) {
        if (stage.command() != null) {
            boolean validator = stage.kind() instanceof Declaration.Validator;
            return new CommandStage(stage.command(), source.folder(), previous(stage, all), validator);
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
