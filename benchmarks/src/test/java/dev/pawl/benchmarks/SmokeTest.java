// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workloads run; how fast is not asserted here. */
class SmokeTest {

    @TempDir
    Path folder;

    @Test
    void w6MeasuresItemsBesideStages() throws Exception {
        W6 w6 = new W6(folder, 200);
        assertThat(w6.rates(1))
                .hasSize(4)
                .allSatisfy(one -> assertThat(one.median()).isPositive());
        assertThat(w6.growth(1))
                .hasSize(6)
                .allSatisfy(one -> assertThat(one.median()).isPositive());
        assertThat(new W6Memory(folder, 200).measure()).contains("| 200 |", "| 2,000 |", "bytes while the map runs");
    }

    /** The gathered output is larger than the heap. */
    @Test
    void w6LargeOutputsPassThroughASmallHeap() throws Exception {
        assertThat(W6Large.measure(folder, 6, 10)).isPositive();
    }

    @Test
    void w7MeasuresAndWritesItsReport() throws Exception {
        List<Measured> measured = new W7(folder, 100).measure(1);
        assertThat(measured).allSatisfy(one -> assertThat(one.median()).isPositive());
        Report.write(folder, "w7", "W7", measured, measured.getFirst());
        assertThat(Files.readString(folder.resolve("w7.md"))).contains("Pawl, 64 in flight");
        assertThat(Files.readString(folder.resolve("w7.svg")))
                .startsWith("<svg")
                .endsWith("</svg>\n");
    }

    @Test
    @Tag("D4")
    @Tag("D5")
    void aGoodRunCostsFewTransactionsAndItsStatusNone() throws Exception {
        W8.Counts counts = W8.count(folder);
        assertThat(counts.everyStage()).isLessThanOrEqualTo(12);
        assertThat(counts.onFailure()).isLessThanOrEqualTo(2);
        assertThat(counts.readsForStatus()).isZero();
    }
}
