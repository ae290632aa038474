// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import dev.pawl.ArtifactWriter;
import dev.pawl.Json;
import dev.pawl.RawJson;
import dev.pawl.StageContext;
import dev.pawl.StageDefinition;
import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A context that keeps what it is told. */
public final class FakeContext implements StageContext<JsonNode> {

    private final Set<String> secrets = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

    public final String run;
    public final Map<String, String> outputs = new LinkedHashMap<>();
    public final List<Object> checkpoints = Collections.synchronizedList(new ArrayList<>());
    public final List<String> said = Collections.synchronizedList(new ArrayList<>());
    public final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    public String input = "{}";
    public @Nullable String item;
    public @Nullable String feedback;
    public @Nullable JsonNode lastCheckpoint;
    public Duration grace = Duration.ofSeconds(5);
    public Consumer<String> onLog = line -> {};
    public Supplier<String> onStage = () -> "a";
    public final Map<String, Artifact> artifacts = new LinkedHashMap<>();
    public final List<String> made = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Artifact> parts = new ConcurrentHashMap<>();
    private final Map<Content, byte[]> stored = new ConcurrentHashMap<>();

    public FakeContext() {
        this(UUID.randomUUID().toString());
    }

    public FakeContext(String run) {
        this.run = run;
    }

    /** Runs a stage, and gives its output as text; null for none. */
    @SuppressWarnings("unchecked")
    public @Nullable String execute(@Nullable StageDefinition<?> stage) throws Exception {
        StageDefinition<JsonNode> definition = (StageDefinition<JsonNode>) Objects.requireNonNull(stage);
        RawJson output = (RawJson) definition.code().run(this);
        return output == null ? null : text(output);
    }

    /** The text, which is then released. */
    public static String text(RawJson json) throws IOException {
        try (InputStream in = json.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            json.release();
        }
    }

    /** Waits for a line of the log that begins so, and gives the rest. */
    public String awaitLine(String beginning) throws InterruptedException {
        while (true) {
            String line = lines.poll(60, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line begins with " + beginning + " in " + said);
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
        }
    }

    private void say(String what) {
        said.add(what);
    }

    @Override
    public JsonNode input() {
        return Json.values().readTree(input);
    }

    @Override
    public <T> @Nullable T output(String stage, Class<T> type) {
        return Json.values().readValue(outputs.get(stage), type);
    }

    @Override
    public <T> @Nullable T previous(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> upstream() {
        return List.copyOf(outputs.keySet());
    }

    @Override
    public InputStream openInput() {
        return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream openOutput(String stage) throws IOException {
        String output = outputs.get(stage);
        if (output == null) {
            throw new IllegalArgumentException("no output of " + stage);
        }
        return new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <T> @Nullable T item(Class<T> type) {
        if (item == null) {
            throw new IllegalStateException("stage " + stage() + " works on no item");
        }
        return Json.values().readValue(item, type);
    }

    @Override
    public InputStream openItem() {
        return new ByteArrayInputStream(Objects.requireNonNull(item, "an item").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int itemIndex() {
        return item == null ? -1 : 0;
    }

    @Override
    public <T> @Nullable T feedback(Class<T> type) {
        return feedback == null ? null : Json.values().readValue(feedback, type);
    }

    @Override
    public @Nullable InputStream openFeedback() {
        return feedback == null ? null : new ByteArrayInputStream(feedback.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String secret(String name) {
        String value = System.getenv("PAWL_SECRET_" + name);
        if (value == null) {
            throw new IllegalArgumentException("no secret " + name);
        }
        value.lines().filter(line -> !line.isBlank()).forEach(secrets::add);
        return value;
    }

    @Override
    public String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }

    @Override
    public String run() {
        return run;
    }

    @Override
    public long number() {
        return 1042;
    }

    @Override
    public String stage() {
        return onStage.get();
    }

    @Override
    public String user() {
        return "user-42";
    }

    @Override
    public @Nullable String key() {
        return null;
    }

    @Override
    public String attempt() {
        return "run/a/0/1";
    }

    @Override
    public int attemptNumber() {
        return 1;
    }

    @Override
    public int epoch() {
        return 3;
    }

    @Override
    public void progress(long done, long total, @Nullable String text) {
        say("progress " + done + "/" + total + " " + text);
    }

    @Override
    public void heartbeat() {
        say("heartbeat");
    }

    @Override
    public void count(String name, long n) {
        counts.merge(name, n, Long::sum);
    }

    @Override
    public Map<String, Long> counts() {
        return counts;
    }

    @Override
    public void log(String line) {
        say("log " + line);
        lines.add(line);
        onLog.accept(line);
    }

    @Override
    public void emit(String text) {
        say("text " + text);
    }

    @Override
    public void checkpoint(Object value) {
        checkpoints.add(value);
        lines.add("checkpoint " + value);
    }

    @Override
    public <T> @Nullable T lastCheckpoint(Class<T> type) {
        return lastCheckpoint == null ? null : type.cast(lastCheckpoint);
    }

    @Override
    public Artifact artifact(String name, ArtifactWriter writer) throws IOException {
        return offer(name, make(name, writer));
    }

    @Override
    public Artifact artifact(String name, String fingerprint, ArtifactWriter writer) throws IOException {
        return offer(name, part(name, fingerprint, writer));
    }

    private Artifact offer(String name, Artifact file) {
        artifacts.put(name, file);
        return file;
    }

    @Override
    public Artifact part(String name, String fingerprint, ArtifactWriter writer) throws IOException {
        Artifact before = parts.get(name + " of " + fingerprint);
        Artifact file = before == null ? make(name, writer) : before;
        parts.put(name + " of " + fingerprint, file);
        return file;
    }

    private Artifact make(String name, ArtifactWriter writer) throws IOException {
        made.add(name);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(bytes);
        Content content = new Content(String.format("%064d", made.size()), bytes.size());
        stored.put(content, bytes.toByteArray());
        return new Artifact(name, "", content);
    }

    @Override
    public InputStream open(Artifact file) {
        return new ByteArrayInputStream(stored.get(file.content()));
    }

    /** The bytes of a file that was offered. */
    public byte[] artifact(String name) {
        return stored.get(artifacts.get(name).content());
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public Duration grace() {
        return grace;
    }

    @Override
    public <O> O degraded(O output, String reason) {
        say("degraded " + reason);
        return output;
    }
}
