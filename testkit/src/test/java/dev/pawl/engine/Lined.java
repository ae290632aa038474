// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The pipeline a → b → c, whose executions are counted. */
final class Lined {

    private Lined() {}

    /** b fails as long as that is so. */
    static Pipeline<String> up(Tally tally, AtomicBoolean broken) {
        return Pipeline.named("line", String.class)
                .stage(
                        "a",
                        Object.class,
                        s -> s.run(c -> {
                            tally.count("a");
                            return Map.of("deep", Map.of("list", List.of(1, List.of(2), Map.of())), "was", c.input());
                        }))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            tally.count("b");
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return c.output("a", Map.class).get("was") + " b " + c.user();
                        }))
                .stage(
                        "c",
                        String.class,
                        s -> s.after("b").run(c -> {
                            tally.count("c");
                            return c.output("b", String.class) + " c";
                        }))
                .build();
    }
}
