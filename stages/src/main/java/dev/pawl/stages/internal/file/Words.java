// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The words of the pipeline file for what the core has names for. */
final class Words {

    static final Map<String, Effect> EFFECTS = of(Effect.values());
    static final Map<String, OnDoubt> ON_DOUBT = of(OnDoubt.values());
    static final Map<String, CheckpointPolicy> CHECKPOINTS = of(CheckpointPolicy.values());
    static final Map<String, Boolean> USER = user();

    private Words() {}

    private static <E extends Enum<E>> Map<String, E> of(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return Collections.unmodifiableMap(words);
    }

    private static Map<String, Boolean> user() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("required", true);
        words.put("optional", false);
        return Collections.unmodifiableMap(words);
    }
}
