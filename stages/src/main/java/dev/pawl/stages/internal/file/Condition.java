// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.StageContext;
import dev.pawl.stages.internal.expression.AttemptScope;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Secrets;
import dev.pawl.stages.internal.expression.Template;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Whether a stage is to run. */
record Condition(Template when) {

    boolean holds(StageContext<JsonNode> context) throws ExpressionException, IOException {
        return when.holds(new AttemptScope(context, new Secrets(context)));
    }
}
