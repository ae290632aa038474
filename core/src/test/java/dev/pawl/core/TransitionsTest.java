// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Transitions.Transition;
import dev.pawl.core.Transitions.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table, what is seen of it, and the page that shows it are the same. */
@Tag("S2")
class TransitionsTest {

    /** Pages drawn from the table. {@code -Dpawl.regenerate=true} writes them. */
    enum Page {
        DIAGRAM("docs/diagrams/stage-states.mmd"),
        REFERENCE("docs/reference/transitions.md");

        private final String file;

        Page(String file) {
            this.file = file;
        }

        String drawn() {
            return switch (this) {
                case DIAGRAM -> TransitionsPage.diagram();
                case REFERENCE -> TransitionsPage.reference();
            };
        }
    }

    @Test
    void everyRowIsVisitedByARow() {
        assertThat(seen(Rows.stories())).containsExactlyInAnyOrderElementsOf(Transitions.ALL);
    }

    @Test
    void everyRowIsVisitedByTheRandomDriver() {
        List<List<Event>> stories = new ArrayList<>();
        for (long seed = 0; seed < 400; seed++) {
            RandomDriver driver = new RandomDriver(seed);
            driver.drive(RandomDriverTest.STEPS);
            stories.add(driver.durable);
        }
        assertThat(seen(stories)).containsExactlyInAnyOrderElementsOf(Transitions.ALL);
    }

    private static Set<Transition> seen(Collection<List<Event>> stories) {
        Set<Transition> seen = new LinkedHashSet<>();
        for (List<Event> story : stories) {
            Run run = Run.empty(Words.RUN);
            for (Event event : story) {
                Run after = Decider.apply(run, event);
                for (int i = 0; i < run.stages().size(); i++) {
                    StageState from = run.stages().get(i);
                    StageState to = after.stages().get(i);
                    Trigger trigger = from.equals(to) ? null : trigger(event, from);
                    if (trigger != null) {
                        seen.add(new Transition(from.status(), trigger, to.status()));
                    } else {
                        assertThat(to.status()).as("after %s", event).isEqualTo(from.status());
                    }
                }
                run = after;
            }
        }
        return seen;
    }

    /** Which trigger an event pulls, or null where it moves no stage; said here once more, for the fold must not be its own witness. */
    private static @Nullable Trigger trigger(Event event, StageState from) {
        return switch (event) {
            case Event.Reused e ->
                switch (e.status()) {
                    case SUCCEEDED -> Trigger.REUSED;
                    case DEGRADED -> Trigger.REUSED_DEGRADED;
                    case SKIPPED -> Trigger.REUSED_SKIPPED;
                    case IDLE, WAITING, RUNNING, FAILED, CANCELLED -> throw new AssertionError(e);
                };
            case Event.AttemptStarted e ->
                from.status() == StageStatus.RUNNING ? Trigger.STARTED_AGAIN : Trigger.STARTED;
            case Event.AttemptSucceeded e -> e.degraded() == null ? Trigger.RESULT : Trigger.RESULT_DEGRADED;
            case Event.AttemptFailed e -> e.retryAt() == null ? Trigger.FAILURE : Trigger.RETRY;
            case Event.Doubted e -> Trigger.INTERRUPTED_EXTERNAL;
            case Event.Settled e when from.items() != null -> Trigger.SETTLED_ITEMS;
            case Event.Settled e ->
                switch (e.as()) {
                    case RERUN -> Trigger.SETTLED_RERUN;
                    case DONE -> Trigger.SETTLED_DONE;
                    case FAILED -> Trigger.SETTLED_FAILED;
                };
            case Event.Resumed e -> Trigger.REOPENED;
            case Event.Ended e -> Trigger.RUN_CANCELLED;
            case Event.ConditionEvaluated e -> e.holds() ? null : Trigger.CONDITION_FALSE;
            case Event.ConditionFailed e -> Trigger.CONDITION_FAILED;
            case Event.StageWaits e -> Trigger.ASKED;
            case Event.Edited e -> Trigger.ANSWERED;
            case Event.Reset e -> Trigger.PUT_BACK;
            // of what it validates only the feedback changes, where it may not send it back any more, or another did
            case Event.Rejected e ->
                e.reopened().isEmpty()
                        ? from.status() == StageStatus.RUNNING ? Trigger.REJECTS : null
                        : Trigger.SENT_BACK;
            case Event.ConditionAsked e -> null;
            case Event.Pressed e -> null;
            case Event.ItemsListed e -> null;
            case Event.ItemStarted e -> null;
            case Event.ItemSucceeded e -> null;
            case Event.ItemFailed e -> null;
            case Event.ItemDoubted e -> null;
            case Event.Created e -> throw new AssertionError(e + " changes no stage");
            case Event.Claimed e -> throw new AssertionError(e + " changes no stage");
            case Event.Released e -> throw new AssertionError(e + " changes no stage");
            case Event.CancelRequested e -> throw new AssertionError(e + " changes no stage");
            case Event.LateResult e -> throw new AssertionError(e + " changes no stage");
        };
    }

    @Test
    void theTableIsUnambiguous() {
        assertThat(Transitions.ALL.stream().map(row -> row.from() + " " + row.trigger()))
                .doesNotHaveDuplicates();
        assertThat(Transitions.ALL.stream().map(Transition::trigger)).contains(Trigger.values());
        for (Transition row : Transitions.ALL) {
            assertThat(Transitions.to(row.from(), row.trigger())).isEqualTo(row.to());
        }
        assertThat(Transitions.to(StageStatus.SUCCEEDED, Trigger.STARTED)).isNull();
        assertThat(Transitions.to(StageStatus.IDLE, Trigger.RESULT)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void thePagesAreDrawnFromTheTable(Page page) throws IOException {
        Path file = Path.of("..").resolve(page.file);
        String drawn = page.drawn();
        if (Boolean.getBoolean("pawl.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, drawn);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is not what the table says; write it with"
                                + " ./mvnw -pl core test -Dtest=TransitionsTest -Dpawl.regenerate=true",
                        page.file)
                .isEqualTo(drawn);
    }
}
