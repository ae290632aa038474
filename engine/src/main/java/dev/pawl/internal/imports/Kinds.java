// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.internal.imports.Old.Item;
import dev.pawl.internal.imports.Old.Stage;
import dev.pawl.internal.imports.Old.Standing;
import dev.pawl.internal.imports.Old.Was;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The kinds of records, each read as what it is a run of. */
final class Kinds {

    private static final Map<String, BiFunction<Fields, Head, Old>> ALL = Map.of(
            "document", Kinds::document,
            "batch", Kinds::batch,
            "pipeline-run", Kinds::pipelineRun,
            "worker-run", Kinds::workerRun,
            "job", Kinds::job);

    private Kinds() {}

    /** What every record begins with. */
    private record Head(
            String kind,
            String source,
            String id,
            String pipeline,
            int version,
            @Nullable String user,
            @Nullable String key) {}

    /** The run a record tells of; to be relied on only where there are no problems. Null where it is of no kind there is. */
    static @Nullable Old read(Fields record) {
        BiFunction<Fields, Head, Old> kind = ALL.get(record.required("kind"));
        if (kind == null) {
            record.problem(
                    "kind",
                    "is not known",
                    "write one of "
                            + String.join(", ", ALL.keySet().stream().sorted().toList()));
            return null;
        }
        Head head = new Head(
                record.required("kind"),
                record.required("source"),
                record.required("id"),
                record.required("pipeline"),
                record.whole("version", 1),
                record.text("user"),
                record.text("key"));
        Old old = kind.apply(record, head);
        record.done();
        return old;
    }

    private static Old run(
            Fields record,
            Head head,
            JsonNode input,
            boolean document,
            Standing standing,
            @Nullable String error,
            List<Stage> stages) {
        return new Old(
                head.kind,
                head.source,
                head.id,
                head.pipeline,
                head.version,
                head.user,
                head.key,
                input,
                document,
                record.text("parent"),
                record.text("retryFrom"),
                record.requiredTime("createdAt"),
                record.time("startedAt"),
                record.time("finishedAt"),
                standing,
                error,
                stages);
    }

    /** A document is open, whatever its stages say, until it is closed. */
    private static Old document(Fields record, Head head) {
        List<Stage> stages = stages(record, Map.of());
        Standing standing = record.flag("closed") ? Standing.SUCCEEDED : Standing.RUNNING;
        return run(record, head, record.valueOrEmpty("input"), true, standing, null, stages);
    }

    /** A batch is one map. */
    private static Old batch(Fields record, Head head) {
        Standing standing = record.choice("status", Words.RUN, Standing.RUNNING);
        List<Item> items = new ArrayList<>();
        for (Fields item : record.list("items")) {
            items.add(item(item));
        }
        String stage = record.text("stage");
        String error = record.text("error");
        Was was = switch (standing) {
            case QUEUED -> Was.IDLE;
            case RUNNING, CANCELLED -> Was.RUNNING;
            case SUCCEEDED -> Was.DONE;
            case FAILED -> Was.FAILED;
        };
        Stage map = new Stage(stage == null ? "items" : stage, was, null, null, error, null, null, items);
        return run(record, head, record.valueOrEmpty("input"), false, standing, error, List.of(map));
    }

    private static Item item(Fields item) {
        JsonNode input = item.value("input");
        if (input == null) {
            item.problem("input", "is missing", "each item has the value it is about");
        }
        Was was = item.choice("status", Words.STAGE, Was.IDLE);
        JsonNode output = item.value("output");
        if (was == Was.DONE && output == null) {
            item.problem("output", "is missing", "an item that is done has one; null will do");
        }
        Item read = new Item(
                input == null ? NullNode.getInstance() : input,
                was,
                output,
                item.text("error"),
                item.time("finishedAt"));
        item.done();
        return read;
    }

    /** Outputs that a stage does not tell stand in the snapshot of the state, by its name. */
    private static Old pipelineRun(Fields record, Head head) {
        Standing standing = record.choice("status", Words.RUN, Standing.RUNNING);
        List<Stage> stages = stages(record, record.values("snapshot"));
        return run(record, head, record.valueOrEmpty("input"), false, standing, record.text("error"), stages);
    }

    /** What a worker had in its memory: outputs by stage, which one it was at, and which one failed. */
    private static Old workerRun(Fields record, Head head) {
        Standing standing = record.choice("status", Words.RUN, Standing.RUNNING);
        if (head.user == null) {
            record.problem("user", "is missing", "name the user the run was for");
        }
        Fields memory = record.object("memory");
        Map<String, JsonNode> outputs = memory.values("outputs");
        List<String> ids = record.texts("stages");
        String current = memory.text("current");
        String failed = memory.text("failed");
        String error = memory.text("error");
        known(memory, "outputs", outputs.keySet(), ids);
        known(memory, "current", current == null ? Set.of() : Set.of(current), ids);
        known(memory, "failed", failed == null ? Set.of() : Set.of(failed), ids);
        memory.done();
        List<Stage> stages = new ArrayList<>();
        for (String id : ids) {
            JsonNode output = outputs.get(id);
            Was was = id.equals(failed)
                    ? Was.FAILED
                    : output != null ? Was.DONE : id.equals(current) ? Was.RUNNING : Was.IDLE;
            stages.add(new Stage(id, was, output, null, was == Was.FAILED ? error : null, null, null, null));
        }
        return run(record, head, record.valueOrEmpty("input"), false, standing, error, stages);
    }

    private static void known(Fields fields, String field, Set<String> named, List<String> ids) {
        for (String name : named) {
            if (!ids.contains(name)) {
                fields.problem(field, "names stage `" + name + "`, which is not among the stages", "add it there");
            }
        }
    }

    /** An envelope says how the job stood, its runtime file what it was at, and the lock who was at it: who that was is gone. */
    private static Old job(Fields record, Head head) {
        Fields envelope = record.object("envelope");
        Standing standing = envelope.choice("status", Words.RUN, Standing.RUNNING);
        String error = envelope.text("error");
        JsonNode input = envelope.valueOrEmpty("input");
        String at = envelope.text("stage");
        envelope.done();
        Fields runtime = record.object("runtime");
        String running = runtime.text("stage");
        JsonNode partial = runtime.value("checkpoint");
        Instant beat = runtime.time("heartbeatAt");
        for (String ignored : List.of("pid", "host", "done", "total", "percent", "counters")) {
            JsonNode unused = runtime.value(ignored);
        }
        runtime.done();
        JsonNode unused = record.value("lock");
        String current = running == null ? at : running;
        Map<String, JsonNode> outputs = record.values("outputs");
        List<String> ids = record.texts("stages");
        known(record, "outputs", outputs.keySet(), ids);
        known(record, "runtime", current == null ? Set.of() : Set.of(current), ids);
        List<Stage> stages = new ArrayList<>();
        for (String id : ids) {
            JsonNode output = outputs.get(id);
            boolean here = id.equals(current) && output == null;
            Was was = output != null
                    ? Was.DONE
                    : !here || standing == Standing.QUEUED
                            ? Was.IDLE
                            : standing == Standing.FAILED ? Was.FAILED : Was.RUNNING;
            stages.add(new Stage(
                    id, was, output, here ? partial : null, here ? error : null, null, here ? beat : null, null));
        }
        if (head.key == null) {
            record.problem("key", "is missing", "a job is about something: write its key");
        }
        return run(record, head, input, false, standing, error, stages);
    }

    private static List<Stage> stages(Fields record, Map<String, JsonNode> snapshot) {
        List<Stage> stages = new ArrayList<>();
        for (Fields stage : record.list("stages")) {
            String id = stage.required("id");
            Was was = stage.choice("status", Words.STAGE, Was.IDLE);
            JsonNode output = stage.value("output");
            if (output == null) {
                output = snapshot.get(id);
            }
            if ((was == Was.DONE || was == Was.DEGRADED) && output == null) {
                stage.problem(
                        "output", "is missing, also in the snapshot", "a stage that is done has one; null will do");
            }
            stages.add(new Stage(
                    id,
                    was,
                    output,
                    stage.value("partial"),
                    stage.text("error"),
                    stage.time("startedAt"),
                    stage.time("finishedAt"),
                    null));
            stage.done();
        }
        return stages;
    }
}
