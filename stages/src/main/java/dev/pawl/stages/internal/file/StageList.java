// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.file.Graph.Link;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what stages there are and how they depend on each other, before anything else of them. */
final class StageList {

    static final int MOST = 2000;
    static final String ID = "[a-z][a-z0-9_]{0,63}";

    private final Problems problems;
    private final Values values;
    private final Map<String, Place> seen = new LinkedHashMap<>();

    private StageList(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    static Graph read(List<Keys> stages, Problems problems) {
        StageList list = new StageList(problems);
        List<String> ids = new ArrayList<>();
        List<List<Link>> after = new ArrayList<>();
        for (Keys stage : stages) {
            ids.add(list.id(stage));
            after.add(list.after(stage));
        }
        return new Graph(ids, after, problems);
    }

    private String id(Keys stage) {
        if (!stage.has("id")) {
            problems.add(stage.place("id"), "a stage has no `id`", "add one, like id: detect");
            return "";
        }
        String id = values.text(stage.get("id"), "a name like detect");
        if (id == null) {
            return "";
        }
        Place place = stage.place("id");
        if (!id.matches(ID)) {
            problems.add(
                    place,
                    "`" + id + "` is no id",
                    "use lower-case letters, digits and _, beginning with a letter, at most 64");
            return "";
        }
        if (Names.ROOTS.contains(id)) {
            problems.add(place, "a stage cannot be called `" + id + "`, a word of expressions", "choose another id");
            return "";
        }
        Place before = seen.putIfAbsent(id, place);
        if (before != null) {
            problems.add(place, "stage `" + id + "` is there already, in line " + before.line(), "choose another id");
            return "";
        }
        return id;
    }

    /** With what it validates: a validator comes after that, said or not. */
    private List<Link> after(Keys stage) {
        List<Link> links = new ArrayList<>();
        for (YamlNode item : values.items(stage.get("after"), "a list like [detect]")) {
            String id = values.text(item, "a stage's id");
            if (id != null) {
                links.add(new Link(id, item.place()));
            }
        }
        if (stage.get("validates") instanceof Scalar validated
                && links.stream().noneMatch(link -> link.id().equals(validated.value()))) {
            links.add(new Link(validated.value(), validated.place()));
        }
        return links;
    }
}
