// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What became of the appends of a batch so far. */
final class Outcomes {

    private final List<Append> batch;
    private final Map<UUID, AppendOutcome> outcomes = new HashMap<>();

    Outcomes(List<Append> batch) {
        this.batch = batch;
    }

    void put(Append append, AppendOutcome outcome) {
        outcomes.put(append.run(), outcome);
    }

    /** Those were sent, and these have won. */
    void landed(List<Append> sent, Map<UUID, Long> numbers) {
        for (Append append : sent) {
            Long number = numbers.get(append.run());
            put(append, number == null ? new AppendOutcome.Lost() : new AppendOutcome.Won(number));
        }
    }

    /** Those of which nothing is known yet, in their order. */
    List<Append> open() {
        return outcomes.isEmpty()
                ? batch
                : batch.stream()
                        .filter(append -> !outcomes.containsKey(append.run()))
                        .toList();
    }

    List<AppendOutcome> all() {
        return batch.stream()
                .map(append -> Objects.requireNonNull(outcomes.get(append.run())))
                .toList();
    }
}
