// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Cause;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Fact;
import dev.pawl.Diagnosis.Help;
import dev.pawl.Health;
import dev.pawl.RunView.Source;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page says what is the matter, how that is known, and what to type. */
@Tag("E7")
class DiagnosisPageTest {

    private static Diagnosis stalled() {
        return new Diagnosis(
                12,
                Health.STALLED,
                "Stalled at detect: no sign of life for 3m 12s",
                Source.JOURNAL,
                7,
                null,
                List.of(
                        new Cause(Code.STALLED, "detect", "detect has given no sign of life for 3m 12s"),
                        new Cause(Code.UNMET, "embed", "embed waits for detect, which runs")),
                List.of(
                        new Fact(Code.STALLED, "detect", "silent since", NOON),
                        new Fact(Code.STALLED, "detect", "done", 1_412L),
                        new Fact(Code.STALLED, "detect", "process", 4_711L),
                        new Fact(Code.STALLED, "detect", "last words", "frame\u001b[31m 412"),
                        new Fact(Code.UNMET, "embed", "waits for", "detect (running)")),
                List.of(
                        new Help(Code.STALLED, "detect", "reset", "stage reset 12 detect", "stop it and put it back"),
                        new Help(Code.STALLED, "detect", "wait", null, "or wait")));
    }

    @Test
    void everyCauseHasItsEvidenceAndWhatToType() {
        assertThat(DiagnosisPage.lines(stalled(), Views.look(80)))
                .containsExactly(
                        "Run 12",
                        "  Stalled at detect: no sign of life for 3m 12s",
                        "",
                        "  detect has given no sign of life for 3m 12s",
                        "    silent since  2026-11-03 12:00:00, 1 min ago",
                        "    done          1,412",
                        "    process       4711",
                        "    last words    frame[31m 412",
                        "    pawl stage reset 12 detect",
                        "      stop it and put it back",
                        "    or wait",
                        "",
                        "  embed waits for detect, which runs",
                        "    waits for  detect (running)");
    }

    @Test
    void stagesThatOnlyWaitForTheSameOneAreOneLineAfterTheCauses() {
        Diagnosis said = new Diagnosis(
                12,
                Health.INTERRUPTED,
                "Interrupted at detect: nobody executes it; resume it",
                Source.JOURNAL,
                7,
                null,
                List.of(
                        unmet("embed", "detect, which was running when its worker died"),
                        unmet("index", "embed, which waits itself"),
                        unmet("notify", "review, which waits"),
                        new Cause(Code.INTERRUPTED, null, "nobody executes it: its worker is gone")),
                Stream.of(
                                begins("embed", "detect", "was running when its worker died"),
                                begins("index", "detect", "was running when its worker died"),
                                begins("notify", "review", "waits"))
                        .flatMap(List::stream)
                        .toList(),
                List.of());
        assertThat(DiagnosisPage.lines(said, Views.look(100)))
                .containsExactly(
                        "Run 12",
                        "  Interrupted at detect: nobody executes it; resume it",
                        "",
                        "  nobody executes it: its worker is gone",
                        "",
                        "  2 stages wait for detect, which was running when its worker died: embed, index",
                        "",
                        "  notify waits for review, which waits");
    }

    @Test
    void ofManyThatWaitForOneSomeAreNamed() {
        List<String> stages = IntStream.range(0, 30).mapToObj(i -> "s" + i).toList();
        Diagnosis said = new Diagnosis(
                12,
                Health.HEALTHY,
                "Running detect",
                Source.JOURNAL,
                7,
                null,
                stages.stream().map(stage -> unmet(stage, "detect, which runs")).toList(),
                stages.stream()
                        .flatMap(stage -> begins(stage, "detect", "runs").stream())
                        .toList(),
                List.of());
        assertThat(DiagnosisPage.lines(said, Views.look(100)))
                .last()
                .isEqualTo("  30 stages wait for detect, which runs: s0, s1, s2, s3, s4, s5, s6, s7 and 22 more");
    }

    @Test
    void whatAWorkerElsewhereWroteDownIsSaidToBeAsOfThen() {
        Diagnosis said = new Diagnosis(
                12, Health.HEALTHY, "Running detect", Source.JOURNAL, 7, NOON, List.of(), List.of(), List.of());
        assertThat(DiagnosisPage.lines(said, Views.look(80)))
                .startsWith(
                        "Run 12",
                        "  Running detect",
                        "  as of 1 min ago, when its worker last wrote down how far it is",
                        "");
    }

    private static Cause unmet(String stage, String forWhat) {
        return new Cause(Code.UNMET, stage, stage + " waits for " + forWhat);
    }

    private static List<Fact> begins(String stage, String root, String stands) {
        return List.of(
                new Fact(Code.UNMET, stage, "begins with", root),
                new Fact(Code.UNMET, stage, "how that stands", stands));
    }

    @Test
    void itFitsANarrowTerminal() {
        assertThat(DiagnosisPage.lines(stalled(), Views.look(40)))
                .allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(40));
    }

    @Test
    void nothingIsSaidToBeTheMatterWhereNothingIs() {
        Diagnosis fine =
                new Diagnosis(12, null, "Succeeded after 4s", Source.JOURNAL, 7, null, List.of(), List.of(), List.of());
        assertThat(DiagnosisPage.lines(fine, Views.look(80)))
                .containsExactly("Run 12", "  Succeeded after 4s", "", "  Nothing keeps it from where it should be.");
    }
}
