// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static dev.pawl.internal.journal.GoldenJournal.OTHER;
import static dev.pawl.internal.journal.GoldenJournal.WORKER;
import static dev.pawl.internal.journal.GoldenJournal.at;
import static dev.pawl.internal.journal.GoldenJournal.large;

import dev.pawl.core.Artifact;
import dev.pawl.core.Attempt;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Lineage;
import dev.pawl.core.Queueing;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Golden journals of runs. */
final class GoldenRuns {

    private GoldenRuns() {}

    static Stream<GoldenJournal.Named> journals() {
        return Stream.of(
                succeeded(),
                oddValues(),
                failedAndResumed(),
                taken(),
                cancelled(),
                doubted(),
                timedOut(),
                plain(),
                kinds(),
                items(),
                conditions(),
                files(),
                queued(),
                retried(),
                retriedWithFiles(),
                retriedThoughStale(),
                adopted());
    }

    /** Those that were there when the first format was written. */
    static Stream<GoldenJournal.Named> firstJournals() {
        return journals()
                .filter(journal -> !Set.of("retried", "retried-with-files", "retried-though-stale", "adopted", "files")
                        .contains(journal.name()));
    }

    private static GoldenJournal.Named retriedWithFiles() {
        GoldenJournal j = new GoldenJournal();
        Artifact report = new Artifact("report.pdf", "application/pdf", large(new byte[5000]));
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Reused(at(0, 0), "a", StageStatus.SUCCEEDED, j.value("1"), null, OTHER, List.of(report)));
        return j.named("retried-with-files");
    }

    private static GoldenJournal.Named retriedThoughStale() {
        GoldenJournal j = new GoldenJournal();
        Map<String, @Nullable String> reads = new LinkedHashMap<>();
        reads.put("a", large(new byte[5000]).sha());
        reads.put("b", null);
        j.entry(
                j.created(Map.of(), "a", "b", "c"),
                new Event.Reused(
                        at(0, 0), "c", StageStatus.SUCCEEDED, j.value("1"), null, OTHER, List.of(), reads, true));
        return j.named("retried-though-stale");
    }

    private static GoldenJournal.Named adopted() {
        GoldenJournal j = new GoldenJournal();
        List<Artifact> files = List.of(new Artifact("report.pdf", "application/pdf", large(new byte[5000])));
        j.entry(j.created(Map.of(), "a"), new Event.Claimed(at(0, 0), WORKER, 1));
        j.entry(new Event.LateResult(at(1, 0), "a", 0, 1, Attempt.NO_ITEM, 1, j.value("1"), files));
        j.entry(new Event.Adopted(at(2, 0), "a", j.value("1"), files, "ada"));
        return j.named("adopted");
    }

    private static GoldenJournal.Named retried() {
        GoldenJournal j = new GoldenJournal();
        Lineage lineage = new Lineage(OTHER, WORKER, "e", 2, "a better \"model\"", "ada", true);
        j.entry(
                j.created(false, lineage, "a", "b", "c", "d", "e"),
                new Event.Reused(at(0, 0), "a", StageStatus.SUCCEEDED, j.value("{\"x\": 1e2}"), null, OTHER),
                new Event.Reused(at(0, 0), "b", StageStatus.DEGRADED, j.value("[ ]"), "thin", WORKER),
                new Event.Reused(at(0, 0), "c", StageStatus.SKIPPED, null, null, WORKER),
                new Event.Reused(at(0, 0), "d", StageStatus.SUCCEEDED, large(new byte[5000]), null, WORKER),
                new Event.ItemsListed(at(0, 0), "e", 2, j.value("[1,2]"), null),
                new Event.ItemSucceeded(at(0, 0), "e", 1, j.value("20"), null),
                new Event.Claimed(at(0, 0), WORKER, 1));
        return j.named("retried");
    }

    private static GoldenJournal.Named succeeded() {
        GoldenJournal j = new GoldenJournal();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("zeta", "☃ \" \\ \n");
        labels.put("alpha", "");
        j.entry(
                j.created(labels, "a", "b-2"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 120), "a", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(1, 0), "a", j.value("null"), null),
                new Event.AttemptStarted(at(1, 1), "b-2", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(2, 0), "b-2", large(new byte[5000]), "a \u0000 half"),
                new Event.Ended(at(2, 1), RunStatus.SUCCEEDED, null));
        return j.named("succeeded");
    }

    private static GoldenJournal.Named queued() {
        GoldenJournal j = new GoldenJournal();
        Event.Created plain = j.created(Map.of(), "a");
        j.entry(new Event.Created(
                plain.at(),
                plain.pipeline(),
                plain.version(),
                plain.definition(),
                plain.stages(),
                plain.input(),
                plain.key(),
                plain.user(),
                plain.labels(),
                new Queueing(-3, at(60, 1), true)));
        return j.named("queued");
    }

    private static GoldenJournal.Named oddValues() {
        GoldenJournal j = new GoldenJournal();
        String[] odd = {
            "1e2",
            "-0.0",
            "1.00",
            "123456789012345678901234567890.000",
            "\"\\u0000 \\ud83d\\ude00 😀 \\/ é\"",
            " {\"b\" : 1,\n \"a\":{\"\":[[ ],{ }, null]}}\n",
            "[1e2,100,1E+2,true]",
            "\"\"",
            "\"}],\\\"values\\\":{\""
        };
        String[] stages = new String[odd.length];
        for (int i = 0; i < odd.length; i++) {
            stages[i] = "s" + i;
        }
        j.entry(j.created(Map.of(), stages), new Event.Claimed(at(0, 1), WORKER, 1));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < odd.length; i++) {
            events.add(new Event.AttemptStarted(at(1, i), stages[i], 0, 1, 1));
            events.add(new Event.AttemptSucceeded(at(2, i), stages[i], j.value(odd[i]), null));
        }
        j.entry(events.toArray(Event[]::new));
        return j.named("odd-values");
    }

    private static GoldenJournal.Named failedAndResumed() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "a", "b"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.AttemptFailed(
                at(1, 0), "a", new Failure(FailureKind.ERROR, "line 1\nline 2 ☃"), at(2, 0), j.value("[1, 2]")));
        int second = 2;
        for (FailureKind kind : EnumSet.range(FailureKind.ERROR, FailureKind.CUT_SHORT)) {
            j.entry(new Event.AttemptStarted(at(second, 0), "a", 0, second, 1));
            j.entry(new Event.AttemptFailed(
                    at(second, 1),
                    "a",
                    new Failure(kind, ""),
                    kind == FailureKind.SETTLED ? null : at(second + 1, 0),
                    null));
            second++;
        }
        j.entry(new Event.Ended(at(20, 0), RunStatus.FAILED, new Failure(FailureKind.TIMEOUT, "stage a: slow")));
        j.entry(new Event.LateResult(at(21, 0), "a", 0, 2, 1, j.value("7")));
        j.entry(new Event.Resumed(at(22, 0), "ada", List.of("a")), new Event.Claimed(at(22, 1), OTHER, 2));
        j.entry(new Event.AttemptStarted(at(22, 2), "a", 1, 1, 2));
        return j.named("failed-and-resumed");
    }

    private static GoldenJournal.Named taken() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.Claimed(at(5, 0), OTHER, 2), new Event.AttemptStarted(at(5, 1), "a", 0, 1, 2));
        j.entry(new Event.Released(at(6, 0), "drained"));
        return j.named("taken-and-released");
    }

    private static GoldenJournal.Named cancelled() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "a"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1));
        j.entry(new Event.CancelRequested(at(1, 0), "ada", "wrong \"file\""));
        j.entry(new Event.Ended(at(2, 0), RunStatus.CANCELLED, null));
        return j.named("cancelled");
    }

    private static GoldenJournal.Named doubted() {
        GoldenJournal j = new GoldenJournal();
        j.entry(j.created(Map.of(), "a", "b", "c"), new Event.Claimed(at(0, 1), WORKER, 1));
        for (String stage : List.of("a", "b", "c")) {
            j.entry(new Event.AttemptStarted(at(0, 2), stage, 0, 1, 1), new Event.Doubted(at(1, 0), stage));
        }
        j.entry(new Event.Settled(at(2, 0), "a", SettleAs.RERUN, null, null));
        j.entry(new Event.Settled(at(2, 1), "b", SettleAs.DONE, j.value("\"was sent\""), "ada"));
        j.entry(new Event.Settled(at(2, 2), "c", SettleAs.FAILED, null, "ada"));
        return j.named("doubted-and-settled");
    }

    private static GoldenJournal.Named timedOut() {
        GoldenJournal j = new GoldenJournal();
        j.entry(j.created(Map.of(), "a", "b"), new Event.Claimed(at(0, 1), WORKER, 1));
        j.entry(
                new Event.AttemptStarted(at(0, 2), "a", 0, 1, 1),
                new Event.Doubted(
                        at(1, 0),
                        "a",
                        new Failure(FailureKind.TIMEOUT, "took longer than its time-out of 1s"),
                        j.value("\"3 of 5 sent\"")));
        j.entry(new Event.AttemptStarted(at(1, 1), "b", 0, 1, 1));
        j.entry(new Event.Doubted(at(2, 1), "b", new Failure(FailureKind.TIMEOUT, "took longer"), null));
        return j.named("doubted-by-time-out");
    }

    private static GoldenJournal.Named conditions() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "asked", "other"),
                new Event.Claimed(at(0, 1), WORKER, 3, true),
                new Event.ConditionAsked(at(0, 2), "asked", 3));
        return j.named("conditions");
    }

    private static GoldenJournal.Named items() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "each", "named"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "each", 0, 1, 1));
        j.entry(new Event.ItemsListed(at(0, 3), "each", 6, j.value("[1,2,3,4,5,6]"), null));
        j.entry(
                new Event.ItemSucceeded(at(1, 0), "each", 0, j.value("10"), null),
                new Event.ItemSucceeded(at(1, 1), "each", 5, large(new byte[5000]), "thin"),
                new Event.ItemFailed(at(1, 2), "each", 1, new Failure(FailureKind.ERROR, "no"), at(2, 0)),
                new Event.ItemFailed(at(1, 3), "each", 2, new Failure(FailureKind.ERROR_FINAL, "never"), null),
                new Event.ItemStarted(at(1, 4), "each", 3),
                new Event.ItemStarted(at(1, 5), "each", 4));
        j.entry(new Event.ItemDoubted(at(1, 6), "each", 3, new Failure(FailureKind.TIMEOUT, "slow")));
        j.entry(new Event.Doubted(at(2, 0), "each"), new Event.LateResult(at(2, 1), "each", 0, 1, 3, 1, j.value("9")));
        j.entry(new Event.Settled(at(3, 0), "each", SettleAs.DONE, j.value("\"sent\""), "ada"));
        j.entry(
                new Event.AttemptStarted(at(4, 0), "named", 0, 1, 1),
                new Event.ItemsListed(at(4, 1), "named", 2, j.value("[7,8]"), j.value("[\"x\",\"y\"]")));
        return j.named("items-of-a-map");
    }

    private static GoldenJournal.Named files() {
        GoldenJournal j = new GoldenJournal();
        Artifact report = new Artifact("report.pdf", "application/pdf", large(new byte[5000]));
        Artifact picture = new Artifact("pictures/ä 1.png", "image/png", large(new byte[7]));
        j.entry(
                j.created(Map.of(), "each", "publish"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "each", 0, 1, 1),
                new Event.ItemsListed(at(0, 3), "each", 1, j.value("[1]"), null));
        j.entry(new Event.ItemSucceeded(at(1, 0), "each", 0, j.value("10"), null, List.of(picture)));
        j.entry(
                new Event.AttemptSucceeded(at(1, 1), "each", j.value("[10]"), null, List.of(picture)),
                new Event.AttemptStarted(at(1, 2), "publish", 0, 1, 1));
        j.entry(new Event.AttemptSucceeded(at(2, 0), "publish", j.value("null"), null, List.of(report, picture)));
        return j.named("files");
    }

    private static GoldenJournal.Named plain() {
        GoldenJournal j = new GoldenJournal();
        Content one = j.value("1");
        j.entry(new Event.Created(at(0, 0), "p", 1, one, List.of("a"), one, null, null, Map.of(), Queueing.NONE));
        j.entry(new Event.CancelRequested(at(0, 0), null, null), new Event.Ended(at(0, 0), RunStatus.CANCELLED, null));
        return j.named("plain");
    }

    private static GoldenJournal.Named kinds() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(Map.of(), "made", "checked", "asked", "skipped", "unclear", "pressed"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "made", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(1, 0), "made", j.value("1"), null),
                new Event.AttemptStarted(at(1, 1), "checked", 0, 1, 1));
        j.entry(new Event.Rejected(
                at(2, 0), "checked", "made", j.value("{\"too\": \"short\"}"), List.of("made", "checked")));
        j.entry(new Event.Claimed(at(3, 0), OTHER, 2, true));
        j.entry(
                new Event.AttemptStarted(at(3, 1), "made", 1, 1, 2),
                new Event.AttemptSucceeded(at(3, 2), "made", j.value("2"), null),
                new Event.AttemptStarted(at(3, 3), "checked", 1, 1, 2),
                new Event.Rejected(at(3, 4), "checked", "made", j.value("\"no\""), List.of()));
        j.entry(
                new Event.StageWaits(at(4, 0), "asked", at(5, 0)),
                new Event.Edited(at(4, 1), "asked", j.value("\"yes\""), "ada"),
                new Event.ConditionEvaluated(at(4, 2), "skipped", false),
                new Event.ConditionEvaluated(at(4, 3), "pressed", true),
                new Event.ConditionFailed(at(4, 4), "unclear", new Failure(FailureKind.CONDITION, "no such key")));
        j.entry(new Event.StageWaits(at(4, 5), "pressed", null), new Event.Reset(at(4, 6), "pressed", "ada"));
        j.entry(new Event.Pressed(at(4, 7), "pressed", null), new Event.Reset(at(4, 8), "unclear", null));
        int second = 5;
        for (FailureKind kind : EnumSet.range(FailureKind.STALLED, FailureKind.CRASHED)) {
            j.entry(
                    new Event.AttemptStarted(at(second, 0), "pressed", 0, second, 2),
                    new Event.AttemptFailed(at(second, 1), "pressed", new Failure(kind, "x"), at(second, 2), null));
            second++;
        }
        return j.named("kinds-of-stages");
    }
}
