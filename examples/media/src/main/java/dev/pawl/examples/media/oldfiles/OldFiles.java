// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.oldfiles;

import dev.pawl.HistoryEntry;
import dev.pawl.Json;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.core.StageStatus;
import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the three files that a former job runner kept for each key, for programs that look at them: {@code runtime.json}, a
 * lock file, and the job's envelope. They follow what has been committed and decide nothing: nobody here reads them, and they
 * may be deleted at any time. Each is replaced as a whole.
 */
public final class OldFiles implements RunListener {

    private final Path folder;

    /** Into a folder for each key, in that one. */
    public OldFiles(Path folder) {
        this.folder = folder;
    }

    private record Snapshot(
            String jobId, String state, @Nullable String stage, int step, int steps, long pid, String updatedAt) {}

    private record Envelope(
            String id, String type, String key, @Nullable String owner, Status status) {}

    private record Status(
            String state,
            String createdAt,
            @Nullable String finishedAt,
            List<String> completed,
            @Nullable String error) {}

    @Override
    public void onEntry(RunView after, HistoryEntry entry) {
        String key = Objects.requireNonNullElse(after.key(), after.id().toString());
        try {
            Path files = Files.createDirectories(folder.resolve(URLEncoder.encode(key, StandardCharsets.UTF_8)));
            write(files.resolve("job.json"), envelope(after, key));
            write(files.resolve("runtime.json"), runtime(after, entry));
            if (after.ended()) {
                Files.deleteIfExists(files.resolve("lock"));
            } else {
                Stage.replace(files.resolve("lock"), (after.id() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the old files of " + key + " are behind", e);
        }
    }

    private static Snapshot runtime(RunView run, HistoryEntry entry) {
        String stage = run.stages().stream()
                .filter(each -> each.status() == StageStatus.RUNNING)
                .map(each -> each.id())
                .findFirst()
                .orElse(null);
        RunView.Progress progress = run.progress();
        RunView.Owner owner = run.owner();
        return new Snapshot(
                run.id().toString(),
                state(run),
                stage,
                progress.done(),
                progress.total(),
                owner == null ? 0 : owner.pid(),
                entry.at().toString());
    }

    private static Envelope envelope(RunView run, String key) {
        List<String> completed = run.stages().stream()
                .filter(each -> each.status() == StageStatus.SUCCEEDED)
                .map(each -> each.id())
                .toList();
        String finished = run.finishedAt() == null ? null : run.finishedAt().toString();
        Status status = new Status(state(run), run.createdAt().toString(), finished, completed, run.error());
        return new Envelope(run.id().toString(), run.pipeline(), key, run.user(), status);
    }

    /** The words of old. */
    private static String state(RunView run) {
        return switch (run.status()) {
            case QUEUED -> "pending";
            case RUNNING, WAITING, CANCELLING -> "running";
            case SUCCEEDED -> "done";
            case FAILED -> "error";
            case CANCELLED -> "aborted";
        };
    }

    private static void write(Path file, Object value) throws IOException {
        Stage.replace(file, Json.values().writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    }
}
