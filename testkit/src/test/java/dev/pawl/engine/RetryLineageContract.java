// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.RunLineage;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.spi.Append;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Retries of retries stand on all before them, and are shown as one tree. */
interface RetryLineageContract extends OnABench {

    @Test
    @Tag("C1")
    @Tag("C6")
    default void aRetryOfARetryStandsOnAllBeforeIt() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Lined.up(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle first = pawl.submit(pipeline, "x", Submission.plain());
        end(first, FAILED);
        RunHandle second = pawl.retry(first.id(), Retry.from("b"));
        end(second, FAILED);
        RunHandle beside = pawl.retry(first.id(), Retry.from("a"));
        end(beside, FAILED);
        broken.set(false);
        RunHandle third = pawl.retry(second.id(), Retry.from("b"));
        RunView view = end(third, SUCCEEDED);

        assertThat(tally.all()).isEqualTo(Map.of("a", 2, "b", 4, "c", 1));
        assertThat(stage(view, "a").reusedFrom()).isEqualTo(new StageView.ReusedFrom(first.id(), "a"));
        assertThat(view)
                .returns(first.id(), RunView::root)
                .returns(second.id(), RunView::parent)
                .returns(2, RunView::depth);
        for (RunHandle of : List.of(first, second, third)) {
            RunLineage tree = pawl.lineage(of.id());
            assertThat(tree.run()).isEqualTo(first.id());
            assertThat(tree.retries()).extracting(RunLineage::run).containsExactly(second.id(), beside.id());
            assertThat(tree.retries().getFirst().retries())
                    .singleElement()
                    .returns(third.id(), RunLineage::run)
                    .returns(2, RunLineage::depth)
                    .returns("b", RunLineage::retryFrom)
                    .returns(SUCCEEDED, RunLineage::status)
                    .returns(view.number(), RunLineage::number)
                    .returns(false, RunLineage::gone);
        }
    }

    @Test
    @Tag("C12")
    default void aDeletedParentIsShownAsGone() {
        Pawl pawl = bench().open();
        UUID root = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0001L);
        UUID gone = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0002L);
        UUID heir = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0003L);
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        RunRow row = new RunRow(
                heir,
                0,
                "p",
                1,
                null,
                FAILED,
                false,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                at,
                at,
                at,
                0,
                null,
                new RetryRow(root, gone, "b", 2, false));
        Append append = new Append(heir, 0, null, heir, 1, at, "[2]".getBytes(StandardCharsets.UTF_8), row, List.of());
        StoreException.join(bench().storeOf(pawl).append(List.of(append)));
        RunLineage tree = pawl.lineage(heir);
        assertThat(tree)
                .returns(root, RunLineage::run)
                .returns(true, RunLineage::gone)
                .returns(0, RunLineage::depth);
        RunLineage between = tree.retries().getFirst();
        assertThat(between)
                .returns(gone, RunLineage::run)
                .returns(true, RunLineage::gone)
                .returns(1, RunLineage::depth);
        assertThat(between.retries())
                .singleElement()
                .returns(heir, RunLineage::run)
                .returns(false, RunLineage::gone)
                .returns(FAILED, RunLineage::status);
    }
}
