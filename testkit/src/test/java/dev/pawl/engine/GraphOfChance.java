// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.RejectedException;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageOptions;
import dev.pawl.core.AllowedFailures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline from a seed: stages of all kinds, maps, validators, those a person answers, and conditions, which ask what was put out
 * before. What executes leaves a mark with its run, and what is put out follows from what was read. Some are broken for a time.
 */
final class GraphOfChance {

    static final int ITEMS = 4;

    private final Random random;
    private final int size;
    private final Map<String, List<String>> after = new HashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Tally marks = new Tally();
    private final Pipeline<String> pipeline;

    GraphOfChance(String name, Random random) {
        this.random = random;
        this.size = 2 + random.nextInt(9);
        PipelineBuilder<String> builder = Pipeline.named(name, String.class);
        for (int i = 0; i < size; i++) {
            add(builder, i);
        }
        this.pipeline = builder.build();
    }

    Pipeline<String> pipeline() {
        return pipeline;
    }

    /** What was executed, asked of a person, or asked for its condition, by run and stage. */
    Tally marks() {
        return marks;
    }

    Set<String> broken() {
        return broken;
    }

    String anyStage() {
        return "s" + random.nextInt(size);
    }

    /** All that a stage stands on. */
    Set<String> upstream(String stage) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(after.getOrDefault(stage, List.of()));
        while (!open.isEmpty()) {
            String up = open.remove();
            if (found.add(up)) {
                open.addAll(after.getOrDefault(up, List.of()));
            }
        }
        return found;
    }

    private void add(PipelineBuilder<String> builder, int number) {
        String id = "s" + number;
        List<String> ups = new ArrayList<>();
        for (int up = 0; up < number; up++) {
            if (random.nextInt(3) == 0) {
                ups.add("s" + up);
            }
        }
        int kind = random.nextInt(10);
        int condition = random.nextInt(24);
        if (kind == 2) {
            after.put(id, ups);
            builder.input(id, null, s -> condition(s.after(ups.toArray(String[]::new)), id, condition));
            return;
        }
        builder.stage(id, Object.class, s -> {
            s.after(ups.toArray(String[]::new));
            condition(s, id, condition);
            if (kind == 0) {
                s.map(c -> List.of(0, 1, 2, 3), (c, item) -> item(c, item))
                        .allowFailed(new AllowedFailures(random.nextInt(2), 0));
            } else if (kind == 1 && number > 0) {
                String validated = "s" + random.nextInt(number);
                ups.add(validated);
                s.validates(validated, random.nextInt(2)).run(this::judge);
            } else {
                s.run(c -> kind < 5 ? thin(c) : work(c));
            }
        });
        after.put(id, ups);
    }

    /** Of some never, of some it depends on what the stages before put out. */
    private void condition(StageOptions<String, Object> s, String id, int how) {
        if (how < 4) {
            s.when(c -> {
                marks.count(c.run() + "/?" + id);
                return how > 0 && read(c).hashCode() % 4 != 0;
            });
        }
    }

    private Object work(StageContext<String> c) throws StageFailedException {
        marks.count(c.run() + "/" + c.stage());
        if (broken.contains(c.stage())) {
            throw new StageFailedException("broken", StageFailedException.Retry.NEVER, json("\"a part\""));
        }
        return made(c);
    }

    /** Where it is broken it puts out something else, which will do. */
    private Object thin(StageContext<String> c) {
        marks.count(c.run() + "/" + c.stage());
        return broken.contains(c.stage()) ? c.degraded("thin " + made(c), "thin") : made(c);
    }

    private Object judge(StageContext<String> c) throws RejectedException {
        marks.count(c.run() + "/" + c.stage());
        if (broken.contains(c.stage())) {
            throw new RejectedException("no");
        }
        return made(c);
    }

    private Object item(StageContext<String> c, int item) {
        marks.count(c.run() + "/" + c.stage() + "/" + item);
        if (broken.contains(c.stage()) && item % 2 == 1) {
            throw new IllegalStateException("broken");
        }
        return item + made(c);
    }

    private static String made(StageContext<String> c) {
        return c.stage() + '(' + read(c) + ')';
    }

    private static String read(StageContext<String> c) {
        StringBuilder all = new StringBuilder();
        for (String up : c.upstream()) {
            @Nullable Object output = c.output(up, Object.class);
            all.append(Integer.toHexString(String.valueOf(output).hashCode())).append(' ');
        }
        return all.toString();
    }

    static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
