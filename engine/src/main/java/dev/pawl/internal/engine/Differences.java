// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.RunRow;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** In which fields two rows of a run differ. */
final class Differences {

    private Differences() {}

    /** In words: {@code status is SUCCEEDED, not FAILED}. */
    static String of(RunRow is, RunRow expected) {
        List<String> all = new ArrayList<>();
        for (RecordComponent field : RunRow.class.getRecordComponents()) {
            Object one = value(field, is);
            Object other = value(field, expected);
            if (!Objects.equals(one, other)) {
                all.add(field.getName() + " is " + one + ", not " + other);
            }
        }
        return String.join("; ", all);
    }

    private static Object value(RecordComponent field, RunRow row) {
        try {
            return String.valueOf(field.getAccessor().invoke(row));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record shows its fields", e);
        }
    }
}
