// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.Schedule;
import dev.pawl.Submission;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Queueing;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.DriverLeftException;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes runs: an input that will not do, and a database that takes nothing, are said at once. Thread-safe; blocks. */
final class Submitting {

    private final Parts parts;
    private final Pipelines pipelines;
    private final Desk desk;
    private final Supplier<@Nullable Worker> worker;

    Submitting(Parts parts, Pipelines pipelines, Desk desk, Supplier<@Nullable Worker> worker) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.desk = desk;
        this.worker = worker;
    }

    /** Makes a run of a value. */
    <I> UUID value(Pipeline<I> pipeline, I input, Submission submission) {
        return submit(pipeline, input, takenToSubmit(input), submission);
    }

    /** Makes a run of a value in the caller's transaction, for any worker to take when that is committed. */
    <I> UUID joined(Pipeline<I> pipeline, I input, Submission submission, Connection transaction) {
        Stored stored = takenToSubmit(input);
        UUID id = parts.env().newId();
        desk.create(Making.of(pipeline, create(pipeline, input, stored, submission), stored), id, transaction);
        return id;
    }

    /** Makes a run of a text. */
    <I> UUID raw(Pipeline<I> pipeline, RawJson input, Submission submission) {
        Stored stored = takenToSubmit(input);
        return submit(pipeline, read(pipeline, input), stored, submission);
    }

    /** Refuses what would not do. */
    <I> void validate(Pipeline<I> pipeline, RawJson input, Submission submission) {
        mark(pipeline, read(pipeline, input), submission);
    }

    private static <I> I read(Pipeline<I> pipeline, RawJson input) {
        try (InputStream in = input.open()) {
            return Json.values().readValue(in, pipeline.inputType());
        } catch (tools.jackson.core.JacksonException e) {
            throw badInput(pipeline.name() + " does not take this input: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw badInput(e.getMessage());
        }
    }

    /** Makes the run of a time of its schedule, for any worker to take; false where it is there already. */
    boolean scheduled(Pipeline<?> pipeline, UUID id, Instant at) {
        Schedule schedule = pipeline.schedule();
        return schedule != null && scheduled(pipeline, schedule.input(), id, at);
    }

    private <I> boolean scheduled(Pipeline<I> pipeline, String json, UUID id, Instant at) {
        Stored stored = takenToSubmit(RawJson.of(json.getBytes(StandardCharsets.UTF_8)));
        I input = Json.values().readValue(json, pipeline.inputType());
        Submission submission = Submission.plain().label("scheduled", at.toString());
        boolean made = desk.create(Making.of(pipeline, create(pipeline, input, stored, submission), stored), id);
        Worker here = worker.get();
        if (made && here != null) {
            here.lookForWork();
        }
        return made;
    }

    private <I> Command.Create create(Pipeline<I> pipeline, I input, Stored stored, Submission submission) {
        Submission marked = mark(pipeline, input, submission);
        refuseInTrouble();
        return new Command.Create(
                definition(pipeline),
                stored.content(),
                marked.key(),
                marked.user(),
                marked.labels(),
                queueing(pipeline, marked.key(), marked));
    }

    /** With the key that it will have, and all its labels. */
    private static <I> Submission mark(Pipeline<I> pipeline, I input, Submission submission) {
        pipeline.check(input);
        Map<String, String> labels = new LinkedHashMap<>(pipeline.labels());
        labels.putAll(submission.labels());
        String key = submission.key() == null ? pipeline.keyOf(input) : submission.key();
        Marks.check(key, submission.user(), labels);
        return new Submission(
                submission.user(), key, labels, submission.priority(), submission.delay(), submission.onConflict());
    }

    private Queueing queueing(Pipeline<?> pipeline, @Nullable String key, Submission submission) {
        Duration delay = submission.delay();
        Instant due = delay == null || delay.isZero() ? null : parts.env().now().plus(delay);
        boolean inLine = switch (submission.onConflict()) {
            case REJECT -> key != null && pipelines.limitsOf(pipeline).perKeyOrder();
            case ATTACH -> false;
            case SUPERSEDE, QUEUE -> true;
        };
        return new Queueing(submission.priority(), due, inLine);
    }

    /** While nothing can be recorded, nothing is begun. */
    private void refuseInTrouble() {
        StoreException trouble = parts.committer().trouble();
        if (trouble != null && trouble.kind() == StoreException.Kind.UNAVAILABLE) {
            throw notMade(trouble);
        }
    }

    private <I> UUID submit(Pipeline<I> pipeline, I input, Stored stored, Submission submission) {
        return make(Making.of(pipeline, create(pipeline, input, stored, submission), stored));
    }

    /** Makes a run: begins it here, where it may begin at once. */
    UUID make(Making making) {
        refuseInTrouble();
        UUID id = parts.env().newId();
        Worker here = worker.get();
        boolean waits = making.queueing().notBefore() != null
                || making.queueing().inLine()
                || pipelines.limitsOf(making.pipeline()).any();
        if (here == null || waits || here.room() <= 0) {
            if (here != null) {
                here.expects(id);
            }
            try {
                desk.create(making, id);
            } catch (RuntimeException e) {
                if (here != null) {
                    here.expectsNoMore(id);
                }
                throw e;
            }
            if (here != null) {
                here.lookForWork();
            }
        } else {
            try {
                Joins.join(here.claims().create(making, id));
            } catch (DriverLeftException e) {
                throw new StoreException(
                        StoreException.Kind.TRANSIENT,
                        "no run was made, as this worker was declared dead and enters anew",
                        "Submit again in a moment",
                        e);
            }
        }
        return id;
    }

    Content definition(Pipeline<?> pipeline) {
        try {
            return pipelines.definitionOf(pipeline);
        } catch (StoreException e) {
            throw notMade(e);
        } catch (IOException e) {
            throw badInput("the definition of " + pipeline.name() + " cannot be stored: " + e.getMessage());
        }
    }

    Stored takenToSubmit(@Nullable Object input) {
        try {
            return taken(input);
        } catch (StoreException e) {
            throw notMade(e);
        }
    }

    /** An output that came from outside, to be put into a journal. */
    Stored taken(@Nullable Object value) {
        try {
            return parts.values().take(value);
        } catch (IOException e) {
            throw new RefusedException("INVALID", "the output is not taken: " + e.getMessage(), "correct it", null);
        }
    }

    /** What is said where a run could not be made because nothing can be recorded: at once, and always the same. */
    private static StoreException notMade(StoreException why) {
        return why.kind() == StoreException.Kind.UNAVAILABLE
                ? new StoreException(
                        why.kind(),
                        "no run was made, as nothing can be recorded now: " + why.getMessage(),
                        "Submit again when that is mended",
                        why)
                : why;
    }

    static RefusedException badInput(@Nullable String problem) {
        return new RefusedException("INVALID", "the input is not taken: " + problem, "correct it", null);
    }
}
