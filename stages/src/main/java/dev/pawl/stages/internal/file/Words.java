// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Schedule.CatchUp;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.stages.internal.export.Format;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The words of the pipeline file for what the core has names for. */
final class Words {

    /** What a stage may call itself. */
    enum Kind {
        TASK,
        MAP,
        VALIDATOR,
        INPUT,
        EXPORT
    }

    static final Map<String, Kind> KINDS = of(Kind.values());
    static final Map<String, Effect> EFFECTS = of(Effect.values());
    static final Map<String, OnDoubt> ON_DOUBT = of(OnDoubt.values());
    static final Map<String, OnInterrupt> ON_INTERRUPT = of(OnInterrupt.values());
    static final Map<String, OnStall> ON_STALL = of(OnStall.values());
    static final Map<String, CheckpointPolicy> CHECKPOINTS = of(CheckpointPolicy.values());
    static final Map<String, CatchUp> CATCH_UP = of(CatchUp.values());
    static final Map<String, Format> FORMATS = of(Format.values());
    static final Map<String, Boolean> USER = two("required", "optional");
    static final Map<String, Boolean> AUTO = two("auto", "manual");

    private Words() {}

    private static <E extends Enum<E>> Map<String, E> of(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return Collections.unmodifiableMap(words);
    }

    /** The first of them means yes. */
    private static Map<String, Boolean> two(String yes, String no) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put(yes, true);
        words.put(no, false);
        return Collections.unmodifiableMap(words);
    }
}
