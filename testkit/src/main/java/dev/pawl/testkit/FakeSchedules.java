// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.ScheduleRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far schedules were carried out, in a {@link FakeDatabase}, which guards it. */
final class FakeSchedules {

    private final Map<String, ScheduleRow> rows = new HashMap<>();

    @Nullable
    ScheduleRow of(String pipeline) {
        return rows.get(pipeline);
    }

    boolean advance(@Nullable ScheduleRow seen, ScheduleRow next) {
        boolean isStillSo = Objects.equals(rows.get(next.pipeline()), seen);
        if (isStillSo) {
            rows.put(next.pipeline(), next);
        }
        return isStillSo;
    }
}
