// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a library throws is said in words. */
@Tag("A4")
class FailureTest {

    private record Row(Throwable thrown, String said, Retry retry) {}

    @Test
    void whatALibraryThrowsIsSaidWithoutTheNamesOfItsClasses() {
        for (Row row : List.of(
                new Row(
                        new IllegalStateException("Can't load the XML resource (using TRaX transformer). java.lang.X"),
                        "the PDF cannot be made: its pages cannot be laid out; make",
                        Retry.NEVER),
                new Row(
                        new IllegalStateException(new IllegalArgumentException("JAXP00010006: too deep")),
                        "the PDF cannot be made: its pages cannot be laid out; make",
                        Retry.NEVER),
                new Row(
                        new StackOverflowError(),
                        "the PDF cannot be made: its pages cannot be laid out; make",
                        Retry.NEVER),
                new Row(
                        new IllegalStateException("the picture has no size"),
                        "the PDF cannot be made: the picture has no size; make",
                        Retry.NEVER),
                new Row(
                        new UncheckedIOException(new IOException("No space left on device")),
                        "the PDF cannot be made: No space left on device; make",
                        Retry.AFTER_PAUSE))) {
            assertThatThrownBy(() -> PdfPages.making("the PDF", () -> {
                        if (row.thrown instanceof Error e) {
                            throw e;
                        }
                        throw (RuntimeException) row.thrown;
                    }))
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        StageFailedException outcome = failure.outcome();
                        assertThat(outcome).hasMessageStartingWith(row.said);
                        assertThat(outcome.retry()).isEqualTo(row.retry);
                    });
        }
        assertThat(Failure.of(new FileSystemException("/a/b", null, "No space left on device")))
                .hasMessageStartingWith("the files cannot be made: /a/b: No space left on device; look");
    }
}
