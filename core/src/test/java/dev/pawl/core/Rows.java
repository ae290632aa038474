// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;
import java.util.stream.Stream;

/** All rows there are, whatever their theme. */
final class Rows {

    private Rows() {}

    static Stream<Scenario> all() {
        return Stream.of(
                        AcceptTest.all(),
                        FactsTest.all(),
                        NextTest.all(),
                        RestTest.all(),
                        MapTest.all(),
                        MapDoubtTest.all(),
                        ValidatorTest.all(),
                        SeveralValidatorsTest.all(),
                        ConditionTest.all(),
                        PersonTest.all(),
                        SilenceTest.all(),
                        LimitTest.all(),
                        SuspectTest.all(),
                        InterruptTest.all(),
                        GiveUpTest.all())
                .flatMap(rows -> rows);
    }

    static List<List<Event>> stories() {
        return Stream.of(
                        all().map(Scenario::story),
                        AcceptTest.STATUSES.values().stream(),
                        ApplyTest.stories().stream(),
                        RetryTest.stories().stream())
                .flatMap(stories -> stories)
                .toList();
    }
}
