// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.http;

import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.expression.TemplateTree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP call as the pipeline file has it.
 *
 * @param expect statuses that are a success; empty for all from 200 to 299
 */
public record HttpAction(
        String method,
        Template url,
        Map<String, Template> headers,
        @Nullable TemplateTree body,
        Set<Integer> expect) {

    public HttpAction {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        expect = Set.copyOf(expect);
    }

    boolean expects(int status) {
        return expect.isEmpty() ? status / 100 == 2 : expect.contains(status);
    }
}
