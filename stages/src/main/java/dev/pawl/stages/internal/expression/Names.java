// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What expressions at one place of a pipeline file may name.
 *
 * @param stage the stage they are in; empty for the pipeline's key
 * @param stages all stages
 * @param upstream those whose outputs there are
 * @param secrets whether secrets may be used here
 * @param item whether an item may be
 */
public record Names(String stage, Set<String> stages, Set<String> upstream, boolean secrets, Item item) {

    /** What {@code item} is at some place. */
    public enum Item {
        /** One of those the stage works through. */
        KNOWN,
        /** Not known yet: the items are still to be listed. */
        LATER,
        /** Nothing: the stage is no map. */
        NONE
    }

    public static final List<String> RUN_FIELDS = List.of("id", "key", "user", "number");

    /** Words a stage cannot be called by. */
    public static final Set<String> ROOTS = Set.of("input", "run", "secret", "item");

    /** For the pipeline's key, which is made before there is a run. */
    public static Names ofKey(Set<String> stages) {
        return new Names("", stages, Set.of(), false, Item.NONE);
    }

    public Names withoutSecrets() {
        return new Names(stage, stages, upstream, false, item);
    }

    /** For another place of the same stage. */
    public Names with(Item here) {
        return new Names(stage, stages, upstream, secrets, here);
    }

    boolean ofKey() {
        return stage.isEmpty();
    }

    /** Whether that is a name here; the reason where it is not. */
    void check(String name) throws ExpressionException {
        if (name.equals("input") || upstream.contains(name)) {
            return;
        }
        if (ofKey() && (stages.contains(name) || ROOTS.contains(name))) {
            throw new ExpressionException(
                    "`" + name + "` is not known when the key is made", "make the key of the input alone");
        }
        if (name.equals("item")) {
            switch (item) {
                case KNOWN -> {
                    return;
                }
                case LATER ->
                    throw new ExpressionException(
                            "`item` is not known before the items are listed",
                            "use it in `command`, `env`, `http` or `item-key`");
                case NONE ->
                    throw new ExpressionException(
                            "`item` is known only in a stage that has a `map`",
                            "add one, like map: ${input.files}, or name what is meant");
            }
        }
        if (name.equals(stage)) {
            throw new ExpressionException(
                    "`" + name + "` is this stage itself, which has no output yet", "name a stage before it");
        }
        if (stages.contains(name)) {
            throw new ExpressionException(
                    "stage `" + name + "` does not come before `" + stage + "`", "add " + name + " to its `after`");
        }
        if (!ROOTS.contains(name)) {
            List<String> known = known();
            if (name.matches("[A-Z][A-Z0-9_]*")) {
                throw new ExpressionException(
                        "`" + name + "` is nothing that Pawl knows",
                        "for a variable of a shell write $${" + name + "}");
            }
            throw new ExpressionException(
                    "`" + name + "` is neither a stage before this one nor one of input, run, secret"
                            + (item == Item.KNOWN ? ", item" : ""),
                    Nearest.remedy(name, known, "there are " + String.join(", ", known)));
        }
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(List.of("input"));
        if (!ofKey()) {
            known.add("run");
        }
        if (item == Item.KNOWN) {
            known.add("item");
        }
        if (secrets) {
            known.add("secret");
        }
        upstream.stream().sorted().map(id -> id + ".output").forEach(known::add);
        return known;
    }
}
