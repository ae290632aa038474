// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be asked of a table. A model has written it: nothing in it need be right, or there.
 *
 * @param filters rows for which all of them hold are looked at
 * @param groupBy a line for each value of this column, or null for a line for each row
 * @param measure what is reckoned for each group; exactly where there are groups
 * @param orderBy a column, or {@code measure}; null for the order of the table
 * @param descending whether the largest comes first; it does not where nothing is said
 * @param limit at most so many lines, or null for all
 * @param show the columns of the answer, where there are no groups
 */
public record Blueprint(
        @Nullable String table,
        @Nullable List<Filter> filters,
        @Nullable String groupBy,
        @Nullable Measure measure,
        @Nullable String orderBy,
        @Nullable Boolean descending,
        @Nullable Integer limit,
        @Nullable List<String> show) {

    /** In {@link #orderBy}: what was reckoned. */
    public static final String MEASURE = "measure";

    /**
     * What a row must be like.
     *
     * @param is one of {@code = != < > <= >=}
     */
    public record Filter(
            @Nullable String column,
            @Nullable String is,
            @Nullable String value) {}

    /**
     * What is reckoned of the rows of a group.
     *
     * @param kind one of count, mean, sum, min, max
     * @param of the column; null where rows are counted
     */
    public record Measure(@Nullable String kind, @Nullable String of) {}

    List<Filter> allFilters() {
        return Objects.requireNonNullElse(filters, List.of());
    }

    List<String> shown() {
        return Objects.requireNonNullElse(show, List.of());
    }

    boolean largestFirst() {
        return Boolean.TRUE.equals(descending);
    }
}
