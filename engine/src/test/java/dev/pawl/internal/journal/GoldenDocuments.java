// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static dev.pawl.internal.journal.GoldenJournal.OTHER;
import static dev.pawl.internal.journal.GoldenJournal.WORKER;
import static dev.pawl.internal.journal.GoldenJournal.at;
import static dev.pawl.internal.journal.GoldenJournal.large;

import dev.pawl.core.Artifact;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Lineage;
import dev.pawl.core.Past;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Version;
import dev.pawl.core.Versions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Golden journals of documents, and what is to be seen of their stages beside what every run has. */
final class GoldenDocuments {

    private GoldenDocuments() {}

    static Stream<GoldenJournal.Named> journals() {
        return Stream.of(document(), late(), retried());
    }

    /** All that a person does to one, to its end. */
    private static GoldenJournal.Named document() {
        GoldenJournal j = new GoldenJournal();
        Artifact book = new Artifact("book.epub", "application/epub+zip", large(new byte[5000]));
        j.entry(
                j.created(true, null, "outline", "text", "publish"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "outline", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(1, 0), "outline", j.value("\"one\""), null),
                new Event.AttemptStarted(at(1, 1), "text", 0, 1, 1));
        j.entry(
                new Event.AttemptSucceeded(at(2, 0), "text", j.value("[1.0, 2e0]"), "thin"),
                new Event.Released(at(2, 1), "nothing to do until a person acts", true));
        j.entry(new Event.Edited(at(3, 0), "outline", j.value("\"two \\u2603\""), "ada"));
        j.entry(new Event.Edited(at(4, 0), "outline", large(new byte[7000]), null));
        j.entry(new Event.StaleDismissed(at(5, 0), "text", "Zoë"));
        j.entry(new Event.Undone(at(6, 0), "outline", 2, "ada"));
        j.entry(new Event.StaleDismissed(at(6, 1), "text", null));
        j.entry(new Event.StaleAccepted(at(7, 0), "text", "ada"));
        j.entry(new Event.Undone(at(8, 0), "outline", 1, null));
        j.entry(new Event.RefreshAsked(at(9, 0), List.of("text"), "ada"), new Event.Claimed(at(9, 1), OTHER, 2));
        j.entry(new Event.Pressed(at(9, 2), "text", null), new Event.AttemptStarted(at(9, 3), "text", 1, 1, 2));
        j.entry(
                new Event.AttemptSucceeded(at(10, 0), "text", j.value("[3]"), null),
                new Event.Released(at(10, 1), "nothing to do until a person acts", true));
        j.entry(new Event.Pressed(at(11, 0), "publish", "ada"), new Event.Claimed(at(11, 1), OTHER, 3));
        j.entry(new Event.AttemptStarted(at(11, 2), "publish", 0, 1, 3));
        j.entry(
                new Event.AttemptSucceeded(at(12, 0), "publish", j.value("null"), null, List.of(book)),
                new Event.Released(at(12, 1), "nothing to do until a person acts", true));
        j.entry(new Event.RefreshAsked(at(13, 0), List.of("publish"), null), new Event.Kept(at(13, 1), "publish"));
        j.entry(new Event.StaleAccepted(at(14, 0), "publish", null));
        j.entry(new Event.Closed(at(15, 0), "ada"), new Event.Ended(at(15, 0), RunStatus.SUCCEEDED, null));
        return j.named("document");
    }

    /** A result that came too late and is taken after all; it is open still, and a refresh is under way. */
    private static GoldenJournal.Named late() {
        GoldenJournal j = new GoldenJournal();
        j.entry(
                j.created(true, null, "text", "print"),
                new Event.Claimed(at(0, 1), WORKER, 1),
                new Event.AttemptStarted(at(0, 2), "text", 0, 1, 1));
        j.entry(new Event.Reset(at(1, 0), "text", "ada"));
        j.entry(new Event.LateResult(at(2, 0), "text", 0, 1, 1, j.value("{\"late\": true}")));
        j.entry(new Event.Adopted(
                at(3, 0), "text", large("{\"late\": true}".getBytes(StandardCharsets.UTF_8)), List.of(), "ada"));
        j.entry(new Event.AttemptStarted(at(3, 1), "print", 0, 1, 1));
        j.entry(new Event.AttemptFailed(
                at(4, 0), "print", new Failure(FailureKind.ERROR, "no paper"), null, j.value("\"half\"")));
        j.entry(new Event.Pressed(at(5, 0), "print", null), new Event.AttemptStarted(at(5, 1), "print", 1, 1, 1));
        j.entry(new Event.AttemptSucceeded(at(6, 0), "print", j.value("\"p\""), null));
        j.entry(new Event.LateResult(at(7, 0), "text", 0, 2, 1, j.value("2")));
        j.entry(new Event.Adopted(at(8, 0), "text", j.value("2"), List.of(), null));
        j.entry(new Event.RefreshAsked(at(9, 0), List.of("print"), "ada"));
        return j.named("document-late-result");
    }

    /** A document that takes up another, with what was done there. */
    private static GoldenJournal.Named retried() {
        GoldenJournal j = new GoldenJournal();
        Artifact picture = new Artifact("ä 1.png", "image/png", large(new byte[7]));
        j.entry(
                j.created(true, new Lineage(OTHER, OTHER, "text", 1, null, null, false), "outline", "each", "text"),
                new Event.Reused(at(0, 0), "outline", StageStatus.DEGRADED, j.value("\"one\""), "thin", OTHER),
                new Event.Reused(
                        at(0, 0), "each", StageStatus.SUCCEEDED, j.value("[10]"), null, OTHER, List.of(picture)),
                new Event.Pressed(at(0, 0), "text", "ada"));
        j.entry(
                new Event.Claimed(at(1, 0), WORKER, 1),
                new Event.AttemptStarted(at(1, 1), "text", 0, 1, 1),
                new Event.AttemptSucceeded(at(2, 0), "text", j.value("1"), null),
                new Event.Released(at(2, 1), "nothing to do until a person acts", true));
        j.entry(new Event.Edited(at(3, 0), "outline", j.value("\"other\""), "ada"));
        j.entry(new Event.StaleDismissed(at(4, 0), "text", "ada"));
        return j.named("document-retried");
    }

    /** Field by field: what is kept of a version beside these may become more. */
    static String words(Past past) {
        StringBuilder text = new StringBuilder(" readAt=")
                .append(past.readAt())
                .append(" dismissedAt=")
                .append(past.dismissedAt())
                .append(past.refreshing() ? " refreshing" : "")
                .append(
                        past.late() == null
                                ? ""
                                : " late=" + past.late().output().sha());
        for (@Nullable Versions at = past.versions(); at != null; at = at.older()) {
            Version version = at.latest();
            text.append(" v")
                    .append(version.number() + "@" + version.ordinal())
                    .append("=")
                    .append(version.output() == null ? null : version.output().sha())
                    .append(" degraded=")
                    .append(version.degraded())
                    .append(" read=")
                    .append(version.readAt())
                    .append(" covers=")
                    .append(version.covers())
                    .append(" undo=")
                    .append(version.undo())
                    .append(" by=")
                    .append(version.by());
        }
        return text.toString();
    }
}
