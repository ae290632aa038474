// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.manual;
import static dev.pawl.cli.text.Views.run;
import static dev.pawl.cli.text.Views.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunView;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is waited for: a person, or nobody but time and others. */
class WordsTest {

    @ParameterizedTest
    @CsvSource({"PERSON, true", "DOUBT, true", "VERSION, true", "BACK_OFF, false", "CAPACITY, false"})
    @Tag("S1")
    void a_run_that_goes_on_by_itself_waits_for_no_person(WaitFor what, boolean person) {
        RunView run = run(RunStatus.WAITING, "Waiting", waiting("a", what));
        assertThat(Words.waitsForAPerson(run)).isEqualTo(person);
        assertThat(Asking.asks(run, run.stages().getFirst())).isEqualTo(person && what != WaitFor.VERSION);
        assertThat(Words.waitsForAPerson(
                        run(RunStatus.WAITING, "Waiting", waiting("a", what), waiting("b", WaitFor.CAPACITY))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void who_was_pressed_is_asked_for_no_more(boolean pressed) {
        RunView run = run(RunStatus.WAITING, "Waiting", pressed ? Views.pressed("a") : manual("a"), idle("b", "a"));
        assertThat(Asking.asks(run, run.stages().getFirst())).isEqualTo(!pressed);
    }
}
