// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.RunRow;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In which fields two rows of a run differ. */
final class Differences {

    private Differences() {}

    /** In words: {@code status is SUCCEEDED, not FAILED}. */
    static String of(RunRow is, RunRow expected) {
        List<String> all = new ArrayList<>();
        add(RunRow.class, "", is, expected, all);
        return String.join("; ", all);
    }

    private static void add(Class<?> type, String path, Object is, Object expected, List<String> all) {
        for (RecordComponent field : type.getRecordComponents()) {
            String name = path + field.getName();
            Object one = value(field, is);
            Object other = value(field, expected);
            if (one instanceof Record && other instanceof Record) {
                add(field.getType(), name + ".", one, other, all);
            } else if (!Objects.equals(one, other)) {
                all.add(name + " is " + words(one) + ", not " + words(other));
            }
        }
    }

    private static String words(@Nullable Object value) {
        return value == null ? "nothing" : value instanceof Record ? "there" : value.toString();
    }

    private static @Nullable Object value(RecordComponent field, Object row) {
        try {
            return field.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record shows its fields", e);
        }
    }
}
