// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.StoreException;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown, by stage code or by a store, a run hears of it, and no other run does. */
@Tag("S1")
class SturdinessTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    /** An output whose getter throws. */
    public static final class Thrower {
        private final Error error;

        Thrower(Error error) {
            this.error = error;
        }

        public String getText() {
            if (error != null) {
                throw error;
            }
            return "text";
        }
    }

    private record Text(boolean opens, boolean releases) implements RawJson {
        @Override
        public InputStream open() {
            if (opens) {
                return new ByteArrayInputStream("1".getBytes(StandardCharsets.UTF_8));
            }
            throw new UncheckedIOException(new IOException("the text is gone"));
        }

        @Override
        public void release() {
            if (!releases) {
                throw new IllegalStateException("cannot be released");
            }
        }
    }

    static Stream<Arguments> outputs() {
        return Stream.of(
                Arguments.of(
                        "a getter throws an error",
                        new Thrower(new LinkageError("a getter")),
                        RunStatus.FAILED,
                        "a getter"),
                Arguments.of("a text cannot be opened", new Text(false, true), RunStatus.FAILED, "the text is gone"),
                Arguments.of("a text cannot be released", new Text(true, false), RunStatus.SUCCEEDED, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outputs")
    void anAttemptAlwaysReports(String name, Object output, RunStatus status, String error) throws Exception {
        Pipeline<String> pipeline = Pipeline.named("odd", String.class)
                .stage("a", Object.class, s -> s.run(c -> output))
                .build();
        Pawl pawl = bench.start();
        RunView view = pawl.submit(pipeline, "", Submission.plain()).await(Bench.PATIENCE);
        assertThat(view.status()).isEqualTo(status);
        if (error != null) {
            assertThat(view.error()).contains(error);
        }
    }

    @Test
    void aStoreThatThrowsInsteadOfFailingFreezesNobody() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("plain", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench.start();
        end(pawl.submit(pipeline, "", Submission.plain()), RunStatus.SUCCEEDED);
        bench.storeOf(pawl).throwOnce(new IllegalArgumentException("a fault of the store"));
        assertThatThrownBy(() -> pawl.submit(pipeline, "", Submission.plain()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("a fault of the store");
        end(pawl.submit(pipeline, "", Submission.plain()), RunStatus.SUCCEEDED);
    }

    @Test
    void closingTellsThoseWhoWaitForARunThatIsExecutedElsewhere() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("held", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl executes = bench.start(pipeline);
        RunHandle run = executes.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        Pawl looks = bench.open();
        CompletableFuture<RunView> waits = CompletableFuture.supplyAsync(() -> {
            try {
                return looks.run(run.id()).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        looks.close();
        assertThatThrownBy(() -> waits.get(Bench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        gate.open();
        end(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aDatabaseThatIsAwayForAMomentCostsNoRun() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("queued", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        RunHandle run = bench.open().submit(pipeline, "", Submission.plain());
        Pawl pawl = bench.open();
        bench.storeOf(pawl).failReadsOnce();
        pawl.register(pipeline).start();
        end(pawl.run(run.id()), RunStatus.SUCCEEDED);
    }
}
