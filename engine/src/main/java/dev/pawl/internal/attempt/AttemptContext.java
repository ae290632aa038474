// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.ArtifactWriter;
import dev.pawl.Json;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.StageContext;
import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Feedback;
import dev.pawl.core.Run;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Staleness;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.Env;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stage code sees: the run as it was when the attempt was handed over. */
final class AttemptContext<I> implements StageContext<I> {

    /** What contexts of one worker share. */
    record Shared(Env env, Values values, LogSink log, Shelf shelf, Duration grace) {}

    /** The attempt's own. */
    record Parts(
            Run run,
            long number,
            InlineValues inline,
            Attempt attempt,
            int epoch,
            Progress progress,
            Kept kept,
            @Nullable ItemSource items) {}

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Pipeline<I> pipeline;
    private final Shared shared;
    private final Parts parts;
    private final Patient patient;
    private final Secrets secrets = new Secrets();
    private final MadeFiles files;
    private volatile @Nullable List<String> upstream;
    private volatile boolean cancelled;
    private volatile @Nullable String degraded;

    AttemptContext(Pipeline<I> pipeline, Shared shared, Parts parts) {
        this.pipeline = pipeline;
        this.shared = shared;
        this.parts = parts;
        this.patient = new Patient(shared.env, parts.attempt, () -> cancelled);
        this.files = new MadeFiles(shared.shelf, parts.kept.files(), patient, parts.progress::sign);
    }

    void cancel() {
        cancelled = true;
    }

    @Nullable
    String degraded() {
        return degraded;
    }

    @Override
    public I input() {
        return read(parts.run.created().input(), pipeline.inputType());
    }

    @Override
    public <T> @Nullable T output(String stage, Class<T> type) {
        Content content = contentOf(stage);
        return content == null ? null : read(content, type);
    }

    @Override
    public <T> @Nullable T previous(Class<T> type) {
        StageSpec spec = pipeline.spec().stage(stage());
        String last = null;
        for (StageSpec candidate : pipeline.spec().stages()) {
            last = spec != null && spec.after().contains(candidate.id()) ? candidate.id() : last;
        }
        return last == null ? null : output(last, type);
    }

    @Override
    public List<String> upstream() {
        List<String> known = upstream;
        if (known == null) {
            known = pipeline.spec().upstreamOf(parts.attempt.stage());
            upstream = known;
        }
        return known;
    }

    @Override
    public InputStream openInput() throws IOException {
        return open(parts.run.created().input());
    }

    @Override
    public InputStream openOutput(String stage) throws IOException {
        Content content = contentOf(stage);
        return content == null ? RawJson.of(NULL).open() : open(content);
    }

    @Override
    public <T> @Nullable T item(Class<T> type) {
        return Json.values().readValue(items().get(itemIndex()), type);
    }

    @Override
    public InputStream openItem() {
        return items().open(itemIndex());
    }

    @Override
    public int itemIndex() {
        return parts.attempt.item();
    }

    @Override
    public <T> @Nullable T feedback(Class<T> type) {
        try (InputStream in = openFeedback()) {
            return in == null ? null : Json.values().readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable InputStream openFeedback() throws IOException {
        Feedback feedback = parts.run.stage(stage()).feedback();
        return feedback == null
                ? null
                : Verdicts.open(feedback, pipeline.spec().validatorsOf(stage()).size() > 1, this::open);
    }

    @Override
    public String secret(String name) {
        return secrets.resolve(name);
    }

    @Override
    public String redact(String text) {
        return secrets.redact(text);
    }

    private ItemList items() {
        if (parts.items == null || !parts.attempt.ofItem()) {
            throw new IllegalStateException("stage " + stage() + " works on no item; only a map does");
        }
        return patiently(parts.items::list);
    }

    @Override
    public String run() {
        return parts.run.id().toString();
    }

    @Override
    public long number() {
        return parts.number;
    }

    @Override
    public String stage() {
        return parts.attempt.stage();
    }

    @Override
    public @Nullable String user() {
        return parts.run.created().user();
    }

    @Override
    public @Nullable String key() {
        return parts.run.created().key();
    }

    @Override
    public String attempt() {
        return parts.attempt.id();
    }

    @Override
    public int attemptNumber() {
        return parts.attempt.number();
    }

    @Override
    public int epoch() {
        return parts.epoch;
    }

    @Override
    public void progress(long done, long total, @Nullable String text) {
        parts.progress.progress(done, total, text);
    }

    @Override
    public void heartbeat() {
        parts.progress.sign();
    }

    @Override
    public void count(String name, long n) {
        parts.progress.count(name, n);
    }

    @Override
    public Map<String, Long> counts() {
        return parts.progress.counts();
    }

    @Override
    public void log(String line) {
        parts.progress.sign();
        shared.log.line(parts.attempt, redact(line));
    }

    @Override
    public void emit(String text) {
        parts.progress.sign();
        shared.log.text(parts.attempt, redact(text));
    }

    @Override
    public void checkpoint(Object value) {
        parts.progress.sign();
        parts.kept.own().put(value);
    }

    @Override
    public <T> @Nullable T lastCheckpoint(Class<T> type) {
        return patiently(() -> Optional.ofNullable(parts.kept.own().latest(type)))
                .orElse(null);
    }

    @Override
    public Artifact artifact(String name, ArtifactWriter writer) throws IOException {
        return files.offer(name, null, writer);
    }

    @Override
    public Artifact artifact(String name, String fingerprint, ArtifactWriter writer) throws IOException {
        return files.offer(name, fingerprint, writer);
    }

    @Override
    public Artifact part(String name, String fingerprint, ArtifactWriter writer) throws IOException {
        return files.part(name, fingerprint, writer);
    }

    @Override
    public InputStream open(Artifact file) throws IOException {
        return files.open(file);
    }

    /** The files that are there once this attempt has succeeded. */
    List<Artifact> artifacts() throws IOException {
        return files.offered();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public Duration grace() {
        return shared.grace;
    }

    @Override
    public <O> O degraded(O output, String reason) {
        degraded = reason;
        return output;
    }

    /** Null where the stage was skipped. */
    private @Nullable Content contentOf(String stage) {
        StageState state = upstream().contains(stage) ? parts.run.stage(stage) : null;
        if (state != null && parts.run.interactive() && state.past().versions() != null) {
            return Staleness.read(parts.run, stage(), stage);
        }
        Content output = state == null ? null : state.output();
        if (output == null && (state == null || state.status() != StageStatus.SKIPPED)) {
            throw new IllegalArgumentException("stage " + stage() + " asked for the output of " + stage
                    + ", which is not upstream of it; upstream are " + upstream());
        }
        return output;
    }

    private <T> T read(Content content, Class<T> type) {
        byte[] bytes = parts.inline.get(content);
        if (bytes != null) {
            return Json.values().readValue(bytes, type);
        }
        try (InputStream in = open(content)) {
            return Json.values().readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(Content content) throws IOException {
        return patient.open(() -> shared.values.open(content, parts.inline));
    }

    /** A value that was just taken. The caller closes it. */
    InputStream open(Stored stored) throws IOException {
        return patient.open(() -> shared.values.open(stored));
    }

    private <T> T patiently(Patient.Read<T> read) {
        try {
            return patient.read(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
