// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.StageContext;
import dev.pawl.Submission;
import dev.pawl.core.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A report that fails, a letter and a book with two files, brought to where a person asks for something that may not be. */
final class RefusalScene {

    private static final UUID NOBODY = new UUID(0x7000, Long.MIN_VALUE | 1);
    private static final Submission PLAIN = Submission.plain();

    private final Gate held;
    private final Pawl pawl;
    private volatile boolean broken = true;

    private final Pipeline<String> report = Pipeline.named("report", String.class)
            .key(input -> input.isEmpty() ? null : input)
            .maxRetryDepth(1)
            .stage("collect", Object.class, s -> s.run(c -> Map.of("rows", 3)))
            .stage("extra", Integer.class, s -> s.manual().run(c -> 1))
            .stage("write", String.class, s -> s.after("collect").run(this::write))
            .stage("send", String.class, s -> s.after("write").run(c -> "sent"))
            .build();

    private final Pipeline<String> letter = Pipeline.named("letter", String.class)
            .interactive()
            .stage("outline", String.class, s -> s.run(StageContext::input))
            .stage("text", String.class, s -> s.after("outline").manual().run(this::write))
            .export("publish", s -> s.after("text").manual().run(RefusalScene::file))
            .build();

    private final Pipeline<String> book = Pipeline.named("book", String.class)
            .export("draft", s -> s.run(RefusalScene::file))
            .export("print", s -> s.run(RefusalScene::file))
            .input("review", null, s -> s.after("draft", "print"))
            .build();

    RefusalScene(Bench bench) {
        held = bench.gate();
        pawl = bench.start(report, letter, book);
    }

    Pawl pawl() {
        return pawl;
    }

    private String write(StageContext<String> c) throws InterruptedException {
        if (broken) {
            throw new IllegalStateException("no paper");
        }
        held.pass();
        return "written";
    }

    private static Artifact file(StageContext<String> c) throws IOException {
        return c.artifact("book.txt", out -> out.write(1));
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- how things stand

    private UUID failed() throws InterruptedException {
        return end(pawl.submit(report, "", PLAIN), FAILED).id();
    }

    /** In the middle of writing. */
    private UUID active(String key) throws InterruptedException {
        broken = false;
        UUID run = pawl.submit(report, key, PLAIN).id();
        held.awaitReached();
        return run;
    }

    private UUID document() throws InterruptedException {
        return until(pawl.submit(letter, "hello", PLAIN), view -> view.status() == WAITING && view.owner() == null)
                .id();
    }

    private UUID closed() throws InterruptedException {
        UUID run = document();
        pawl.close(run, "ann");
        return end(pawl.run(run), SUCCEEDED).id();
    }

    /** Its text is being written. */
    private UUID busy() throws InterruptedException {
        UUID run = document();
        broken = false;
        pawl.press(run, "text", "ann");
        held.awaitReached();
        return run;
    }

    private UUID printed() throws InterruptedException {
        return until(pawl.submit(book, "", PLAIN), view -> view.status() == WAITING)
                .id();
    }

    // ---- what is asked

    ThrowingCallable asked(Refused refused) throws Exception {
        return switch (refused.of()) {
            case RETRY -> retry(refused);
            case EDIT, UNDO -> output(refused);
            case ADOPT, STALE -> mark(refused);
            case REFRESH, CLOSE, DELETE -> whole(refused);
            case EXPORT -> export(refused);
        };
    }

    private ThrowingCallable retry(UUID run, Retry how) {
        return () -> pawl.retry(run, how);
    }

    private ThrowingCallable retry(Refused refused) throws Exception {
        Retry write = Retry.from("write");
        return switch (refused) {
            case RETRY_NO_RUN -> retry(NOBODY, write);
            case RETRY_NO_STAGE -> retry(failed(), Retry.from("wright"));
            case RETRY_NO_VERSION -> retry(failed(), write.version(7));
            case RETRY_ACTIVE -> retry(active(""), write);
            case RETRY_OPEN -> retry(document(), Retry.from("outline"));
            case RETRY_SUCCEEDED -> {
                UUID run = active("");
                held.open();
                yield retry(end(pawl.run(run), SUCCEEDED).id(), write);
            }
            case RETRY_NEVER_RAN -> retry(failed(), Retry.from("extra"));
            case RETRY_NO_ITEMS -> retry(failed(), write.onlyFailedItems(true));
            case RETRY_UPSTREAM -> retry(failed(), Retry.from("send"));
            case RETRY_MISSING -> {
                UUID run = failed();
                pawl.register(Pipeline.named("report", String.class)
                        .version(2)
                        .stage("collect", Object.class, s -> s.run(c -> Map.of()))
                        .stage(
                                "write",
                                String.class,
                                s -> s.after("collect")
                                        .requires("collect.rows", "collect.columns", "collect.names")
                                        .run(this::write))
                        .build());
                yield retry(run, write);
            }
            case RETRY_NEW_STAGE -> {
                UUID run = failed();
                pawl.register(Pipeline.named("report", String.class)
                        .version(2)
                        .stage("collect", Object.class, s -> s.run(c -> Map.of()))
                        .stage("sort", Object.class, s -> s.after("collect").run(c -> Map.of()))
                        .stage("write", String.class, s -> s.after("sort").run(this::write))
                        .build());
                yield retry(run, write);
            }
            case RETRY_AGAIN -> {
                UUID run = failed();
                broken = false;
                pawl.retry(run, write);
                held.awaitReached();
                yield retry(run, write);
            }
            case RETRY_KEY -> {
                UUID run = end(pawl.submit(report, "may", PLAIN), FAILED).id();
                active("may");
                yield retry(run, write);
            }
            case RETRY_DEPTH -> retry(end(pawl.retry(failed(), write), FAILED).id(), write);
            case RETRY_CHANGED -> {
                UUID run = failed();
                String token = pawl.planRetry(run, write).planToken();
                RunHandle again = pawl.resume(run, "ann");
                until(
                        again,
                        view -> view.status() == FAILED && stage(view, "write").generation() == 1);
                yield retry(run, write.planToken(token));
            }
            default -> throw new IllegalArgumentException(refused.name());
        };
    }

    private ThrowingCallable output(Refused refused) throws Exception {
        UUID run = switch (refused) {
            case EDIT_NO_RUN -> NOBODY;
            case EDIT_NO_DOCUMENT, UNDO_NO_DOCUMENT -> active("");
            case EDIT_RUNNING, UNDO_RUNNING -> busy();
            case EDIT_ENDED, UNDO_ENDED -> closed();
            default -> document();
        };
        String stage = switch (refused) {
            case EDIT_NO_STAGE -> "outlaw";
            case EDIT_RUNNING, UNDO_RUNNING -> "text";
            case EDIT_TOO_EARLY -> "publish";
            case EDIT_NO_DOCUMENT, UNDO_NO_DOCUMENT -> "collect";
            default -> "outline";
        };
        if (refused.of() == Refused.Of.EDIT) {
            RawJson output = json(refused == Refused.EDIT_NO_JSON ? "{\"hello\"" : "\"hallo\"");
            Integer seen = refused == Refused.EDIT_OTHER_VERSION ? 0 : null;
            return () -> pawl.edit(run, stage, output, seen, "ann");
        }
        Integer seen = refused == Refused.UNDO_OTHER_VERSION ? 0 : null;
        return () -> pawl.undo(run, stage, seen, "ann");
    }

    private ThrowingCallable mark(Refused refused) throws Exception {
        return switch (refused) {
            case ADOPT_NONE -> adopt(document(), "outline");
            case ADOPT_NO_STAGE -> adopt(document(), "outlaw");
            case ADOPT_ENDED -> adopt(closed(), "outline");
            case DISMISS_NO_STAGE -> dismiss(document(), "outlaw");
            case DISMISS_ENDED -> dismiss(closed(), "outline");
            case ACCEPT_NO_STAGE -> accept(document(), "outlaw");
            case ACCEPT_ENDED -> accept(closed(), "outline");
            default -> throw new IllegalArgumentException(refused.name());
        };
    }

    private ThrowingCallable adopt(UUID run, String stage) {
        return () -> pawl.adopt(run, stage, "ann");
    }

    private ThrowingCallable dismiss(UUID run, String stage) {
        return () -> pawl.dismissStale(run, stage, "ann");
    }

    private ThrowingCallable accept(UUID run, String stage) {
        return () -> pawl.acceptStale(run, stage, "ann");
    }

    private ThrowingCallable whole(Refused refused) throws Exception {
        UUID run = switch (refused) {
            case REFRESH_NO_DOCUMENT, CLOSE_NO_DOCUMENT, DELETE_ACTIVE -> active("");
            case CLOSE_BUSY -> busy();
            case CLOSE_CANCELLED -> {
                UUID document = document();
                pawl.cancel(document, "ann", null);
                yield end(pawl.run(document), CANCELLED).id();
            }
            case DELETE_OPEN -> document();
            default -> closed();
        };
        return switch (refused.of()) {
            case REFRESH -> () -> pawl.refreshStale(run, "ann");
            case CLOSE -> () -> pawl.close(run, "ann");
            default -> () -> pawl.delete(run, "ann");
        };
    }

    private ThrowingCallable export(Refused refused) throws Exception {
        return switch (refused) {
            case EXPORT_TOO_EARLY -> press(document(), "publish");
            case EXPORT_ENDED -> press(closed(), "publish");
            case EXPORT_NOT_AGAIN -> press(printed(), "draft");
            case FILE_NONE -> download(document(), "book.txt");
            case FILE_OTHER -> download(printed(), "cover.png");
            case FILE_OF_TWO -> download(printed(), "book.txt");
            default -> throw new IllegalArgumentException(refused.name());
        };
    }

    private ThrowingCallable press(UUID run, String stage) {
        return () -> pawl.press(run, stage, "ann");
    }

    private ThrowingCallable download(UUID run, String name) {
        return () -> pawl.artifact(run, name).close();
    }
}
