// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.RawJson;
import dev.pawl.RejectedException;
import dev.pawl.StageCode;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.expression.AttemptScope;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Secrets;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.process.Executables;
import dev.pawl.stages.internal.process.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs a command.
 *
 * @param folder its working directory
 * @param previous the stage whose output is the previous one, or null
 * @param validator whether it may send work back
 */
public record CommandStage(
        CommandAction action, Path folder, @Nullable String previous, boolean validator)
        implements StageCode<JsonNode, RawJson> {

    @Override
    public @Nullable RawJson run(StageContext<JsonNode> context) throws Exception {
        Secrets secrets = new Secrets(context);
        Scratch scratch = Scratch.open(context.run(), context.stage(), context.itemIndex());
        boolean kept = false;
        try {
            ProcessBuilder builder = builder(context, secrets, scratch);
            StdinFile.write(scratch.file("stdin.json"), context, previous);
            RawJson output = new CommandRun(context, secrets, scratch).run(builder, validator);
            kept = output != null;
            return output;
        } catch (StageFailedException e) {
            kept = e.partial() != null;
            throw e;
        } catch (RejectedException e) {
            kept = e.feedback() != null;
            throw e;
        } catch (ExpressionException | Executables.MissingException e) {
            String message = secrets.redact(String.valueOf(e.getMessage()));
            throw new StageFailedException(message, Retry.NEVER, null);
        } finally {
            if (!kept) {
                scratch.delete();
            }
        }
    }

    private ProcessBuilder builder(StageContext<JsonNode> context, Secrets secrets, Scratch scratch)
            throws ExpressionException, Executables.MissingException, IOException, StageFailedException {
        if (!Files.isDirectory(folder)) {
            throw new StageFailedException(
                    "there is no folder " + folder + ", where the pipeline's file was; put its scripts back there",
                    Retry.NEVER,
                    null);
        }
        AttemptScope scope = new AttemptScope(context, secrets);
        List<String> command = new ArrayList<>();
        for (Template argument : action.arguments()) {
            command.add(argument.text(scope));
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, Template> variable : action.env().entrySet()) {
            variables.put(variable.getKey(), variable.getValue().text(scope));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> env = builder.environment();
        env.keySet().removeIf(name -> name.startsWith(Secrets.VARIABLE) || name.startsWith("PAWL_DB"));
        environment(context, scratch).forEach((name, value) -> {
            if (value == null) {
                env.remove(name);
            } else {
                env.put(name, value);
            }
        });
        env.putAll(variables);
        command.set(0, Executables.find(command.getFirst(), folder, env).toString());
        return builder.command(command).redirectInput(scratch.file("stdin.json").toFile());
    }

    private static Map<String, @Nullable String> environment(StageContext<JsonNode> context, Scratch scratch)
            throws IOException {
        Map<String, @Nullable String> env = new LinkedHashMap<>();
        env.put("PAWL_RUN", context.run());
        env.put("PAWL_STAGE", context.stage());
        env.put("PAWL_ATTEMPT", context.attempt());
        env.put("PAWL_EPOCH", Integer.toString(context.epoch()));
        env.put("PAWL_USER", context.user());
        env.put("PAWL_KEY", context.key());
        env.put("PAWL_OUTPUT", scratch.file(CommandRun.OUTPUT).toString());
        env.put("PAWL_CHECKPOINT", scratch.file(CommandRun.CHECKPOINT).toString());
        env.put(
                "PAWL_ARTIFACTS",
                Files.createDirectory(scratch.file(CommandRun.ARTIFACTS)).toString());
        return env;
    }
}
