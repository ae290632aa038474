// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** What stands between {@code ${} and {@code \}}. Immutable. */
interface Expression {

    /**
     * Its value.
     *
     * @throws ExpressionException where it has none
     */
    JsonNode value(Scope scope) throws ExpressionException, IOException;

    /** Reads an expression; CEL is loaded only where it is more than a path. */
    static Expression parse(String source, Names names) throws ExpressionException {
        if (source.isBlank()) {
            throw new ExpressionException("an expression is empty", "write what is meant, like ${input}");
        }
        Expression path = PathParser.parse(source, names);
        return path == null ? CelExpression.compile(source.strip(), names) : path;
    }
}
