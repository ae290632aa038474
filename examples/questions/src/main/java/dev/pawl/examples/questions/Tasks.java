// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

/** What the model is told to do. The material follows as JSON, in a message of its own. */
final class Tasks {

    static final String ROUTE = """
            Task: route
            You are given a question and tables. Choose the table whose columns can answer the question.
            Answer with one JSON object and nothing else: {"table": "its name", "why": "a few words"}.
            Where no table can, answer {"table": null, "why": "a few words"}. Do not answer the question.
            """;

    static final String PLAN = """
            Task: plan
            You are given a question and the table that answers it. Say in a few short steps how: which rows to keep,
            what to group by and what to reckon for each group, the order, how many lines to take, what to show.
            Answer with one JSON object and nothing else: {"steps": ["...", "..."]}.
            """;

    static final String BLUEPRINT = """
            Task: blueprint
            You are given a question, a table, and steps that lead to the answer. Write the steps as one JSON object and nothing else:
            {"table": "its name", "filters": [{"column": "...", "is": "= or != or < or > or <= or >=", "value": "..."}],
             "groupBy": "a column, or null for a line for each row", "measure": {"kind": "count or mean or sum or min or max", "of": "a column, or null"},
             "orderBy": "a column, or measure, or null", "descending": true, "limit": 5, "show": ["columns, where there is no groupBy"]}
            measure is null where groupBy is; limit is null for all lines. Use the table's own column names.
            Where you are given a draft of yours and what is wrong with it, correct that.
            """;

    static final String BUILD = """
            Task: build
            You are given a question, and the columns and lines that a table gives for an answer. Answer the question in one or two plain
            sentences, from these lines alone; write numbers as they stand there. No Markdown.
            """;

    private Tasks() {}
}
