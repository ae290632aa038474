// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stage code sees of its run, and says to it. Thread-safe. Methods that read throw {@link IllegalArgumentException}
 * for a stage that is not upstream of this one.
 *
 * @param <I> the pipeline's input
 */
public interface StageContext<I> {

    /** The run's input. */
    I input();

    /** The output of a stage upstream, or null where that is its output. */
    <T> @Nullable T output(String stage, Class<T> type);

    /** The output of the stage declared last among those this one is directly after; null for a root. */
    <T> @Nullable T previous(Class<T> type);

    /** Ids of all stages upstream, in the order declared. */
    List<String> upstream();

    /** The run's input as it was given, streamed. The caller closes it. */
    InputStream openInput() throws IOException;

    /** The output of a stage upstream as it was stored, streamed. The caller closes it. */
    InputStream openOutput(String stage) throws IOException;

    /**
     * The item this attempt works on.
     *
     * @throws IllegalStateException where the stage is no map
     */
    <T> @Nullable T item(Class<T> type);

    /** The same as it was listed, streamed. The caller closes it. */
    InputStream openItem() throws IOException;

    /** Place of the item in its list, from 0; -1 where the stage is no map. */
    int itemIndex();

    /**
     * What validators said of this stage's last output when it was sent back, or null.
     *
     * <p>Where the stage has one validator, it is what that one said. Where it has several, it is always an object of what they
     * said by their ids, with those in it that did not accept this output: {@code {"facts": …, "style": …}}.
     */
    <T> @Nullable T feedback(Class<T> type);

    /** The same as it was given, streamed, or null; of one with several validators, such an object. The caller closes it. */
    @Nullable
    InputStream openFeedback() throws IOException;

    /**
     * A secret by its name. It is looked up each time, is never stored, and is taken out of logs and errors.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    String secret(String name);

    /** The run's id. */
    String run();

    /** The run's number. */
    long number();

    /** The stage's id. */
    String stage();

    /** The user the run is for, the same in every stage. */
    @Nullable
    String user();

    /** What the run is about. */
    @Nullable
    String key();

    /** The attempt's id, {@code run/stage/generation/number[/item]}: deterministic, an idempotency key. */
    String attempt();

    /** Which try of its generation this is, from 1. */
    int attemptNumber();

    /** Raised each time another worker takes the run: a fencing token to pass on. */
    int epoch();

    /** Says how far the work is; a sign of life. {@code total} is 0 where it is not known. */
    void progress(long done, long total, @Nullable String text);

    /** A sign of life. */
    void heartbeat();

    /** Adds to one of the stage's own counters; a sign of life. */
    void count(String name, long n);

    /** The stage's counters so far. */
    Map<String, Long> counts();

    /** A line for the stage's log; a sign of life. Live only: promises nothing. */
    void log(String line);

    /** A part of a streamed text; a sign of life. Live only: promises nothing. */
    void emit(String text);

    /**
     * Keeps a value for {@link #lastCheckpoint} should this attempt be executed again. Returns at once; the latest value is
     * durable within about a second.
     */
    void checkpoint(Object value);

    /** The value kept latest by an execution of this stage in this run, or null. */
    <T> @Nullable T lastCheckpoint(Class<T> type);

    /**
     * Makes a file: it is offered to people once the stage has succeeded, and never before it is whole. One of a name that the
     * attempt has used already takes its place.
     *
     * @param name like {@code report.pdf}, or with folders {@code pictures/1.png}; what it ends in tells its media type
     * @param writer writes its bytes, once; each byte is a sign of life
     * @throws IllegalArgumentException where the name cannot be one of a file
     */
    Artifact artifact(String name, ArtifactWriter writer) throws IOException;

    /**
     * The same, and keeps it: where the stage is executed again in this run and has the same fingerprint, {@code writer} is not
     * called and the file is there as it was.
     *
     * @param fingerprint what the file is made of, in any words: it differs where the file would
     */
    Artifact artifact(String name, String fingerprint, ArtifactWriter writer) throws IOException;

    /** A file of its own use that is kept in the same way, and is never offered: a chapter of a book, say. */
    Artifact part(String name, String fingerprint, ArtifactWriter writer) throws IOException;

    /** A file that this attempt has made or found again, streamed. The caller closes it. */
    InputStream open(Artifact file) throws IOException;

    /**
     * The text without the secrets this attempt has asked for, also as they stand in JSON and in addresses. Logs, streamed text
     * and errors go through it by themselves; cut a text only after it, as a part of a secret is not found.
     */
    String redact(String text);

    /** Whether the attempt was asked to stop. */
    boolean cancelled();

    /** How long code may take to stop when asked to. */
    Duration grace();

    /** Marks the attempt: its output is to be used, and deserves a look. Returns {@code output}. */
    <O> O degraded(O output, String reason);
}
