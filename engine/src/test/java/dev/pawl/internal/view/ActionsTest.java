// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pawl.RunView;
import dev.pawl.RunView.Possible;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Queueing;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.internal.journal.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a view says can be done is what would be accepted. */
class ActionsTest {

    private static final Instant T = Instant.EPOCH;
    private static final UUID OWNER = new UUID(1, 1);
    private static final Content X = new Content("0".repeat(64), 1);

    private static final Event CREATED =
            new Event.Created(T, "p", 1, X, List.of("a", "b"), X, null, null, Map.of(), Queueing.NONE);
    private static final Event CLAIMED = new Event.Claimed(T, OWNER, 1);
    private static final Event STARTED = new Event.AttemptStarted(T, "a", 0, 1, 1);
    private static final Event CANCEL = new Event.CancelRequested(T, null, null);

    private static final String LATER = "retry: the run is not at its end: wait for that, or cancel it";

    static Stream<Arguments> runs() {
        return Stream.of(
                arguments(List.of(CREATED), false, "cancel", "resume: the run is healthy", LATER),
                arguments(List.of(CREATED, CLAIMED), true, "cancel", "resume: the run is healthy", LATER),
                arguments(List.of(CREATED, CLAIMED), false, "cancel", "resume", LATER),
                arguments(
                        List.of(CREATED, CLAIMED, CANCEL),
                        true,
                        "cancel: it is being cancelled",
                        "resume: the run is healthy",
                        LATER),
                arguments(List.of(CREATED, CLAIMED, CANCEL), false, "cancel", "resume", LATER),
                arguments(
                        List.of(CREATED, CLAIMED, ended(RunStatus.SUCCEEDED)),
                        false,
                        "cancel: the run has succeeded: there is nothing to cancel",
                        "resume: the run has succeeded and changes no more",
                        "retry: the run has succeeded: submit a new one"),
                arguments(
                        List.of(CREATED, CLAIMED, CANCEL, ended(RunStatus.CANCELLED)),
                        false,
                        "cancel: the run is cancelled",
                        "resume: the run was cancelled and changes no more",
                        "retry"),
                arguments(
                        List.of(CREATED, CLAIMED, ended(RunStatus.FAILED)),
                        false,
                        "cancel: the run has failed: there is nothing to cancel",
                        "resume",
                        "retry"));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void actionsAreWhatWouldBeAccepted(
            List<Event> events, boolean ownerAlive, String cancel, String resume, String retry) {
        Run run = run(events);
        assertThat(words(new Actions(run, null, ownerAlive, false, Beside.NONE, T).ofRun()))
                .containsExactly(cancel, resume, retry);
        assertThat(words(Actions.of(Rows.project(run, 1), ownerAlive, false, Beside.NONE)))
                .as("in a list")
                .containsExactly(cancel, resume, retry);
    }

    @ParameterizedTest
    @CsvSource({"true, resume: the run is healthy", "false, resume"})
    void aStageInDoubtCanBeSettled(boolean ownerAlive, String resume) {
        Run run = run(List.of(CREATED, CLAIMED, STARTED, new Event.Doubted(T, "a")));
        assertThat(words(new Actions(run, null, ownerAlive, false, Beside.NONE, T).ofRun()))
                .containsExactly("cancel", resume, LATER, "settle a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | Running", "1 | Running; 1 late result was refused", "2 | Running; 2 late results were refused"
            })
    void lateResultsAreTold(int late, String sentence) {
        Run run = run(List.of(CREATED, CLAIMED));
        for (int i = 0; i < late; i++) {
            run = Decider.apply(run, new Event.LateResult(T, "a", 0, 1, 1, X));
        }
        Sight sight = new Sight(run, 1, 1, null, RunView.Source.JOURNAL, null, true, Signs.NONE, T);
        assertThat(Views.of(sight).sentence()).isEqualTo(sentence);
    }

    private static Event ended(RunStatus status) {
        return new Event.Ended(T, status, null);
    }

    private static Run run(List<Event> events) {
        Run run = Run.empty(new UUID(0, 7));
        for (Event event : events) {
            run = Decider.apply(run, event);
        }
        return run;
    }

    private static List<String> words(List<Possible> actions) {
        return actions.stream()
                .peek(action -> assertThat(action.enabled()).isEqualTo(action.reason() == null))
                .map(action -> action.enabled() ? action.name() : action.name() + ": " + action.reason())
                .toList();
    }
}
