// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import java.io.IOException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** The values behind names, at the time an expression is evaluated. */
public interface Scope {

    /**
     * The run's input, named {@code input}, a map's item, named {@code item}, or a stage's output, named by the stage; before
     * its first token.
     */
    JsonParser open(String name) throws IOException;

    /** One of {@link Names#RUN_FIELDS}. */
    JsonNode run(String field);

    /** The value of a secret. */
    String secret(String name) throws ExpressionException;
}
