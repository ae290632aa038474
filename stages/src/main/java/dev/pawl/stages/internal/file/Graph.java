// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Nearest;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which stage comes after which, as far as it makes sense; what does not has been complained about. */
final class Graph {

    /** A stage named by another. */
    record Link(String id, Place place) {}

    private final List<String> ids;
    private final List<List<Link>> after;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final BitSet[] upstream;

    /** Stages of the same position belong together; an id that is missing or used twice is empty. */
    Graph(List<String> ids, List<List<Link>> after, Problems problems) {
        this.ids = ids;
        this.after = after;
        for (int i = 0; i < ids.size(); i++) {
            if (!ids.get(i).isEmpty()) {
                positions.put(ids.get(i), i);
            }
        }
        this.upstream = new BitSet[ids.size()];
        after.forEach(links -> checkLinks(links, problems));
        int[] states = new int[ids.size()];
        for (int i = 0; i < ids.size(); i++) {
            settle(i, states, new ArrayList<>(), problems);
        }
    }

    /** What expressions of that stage may name. */
    Names names(int position) {
        Set<String> before = new LinkedHashSet<>();
        upstream[position].stream().mapToObj(ids::get).forEach(before::add);
        String id = ids.get(position);
        return new Names(id.isEmpty() ? "?" : id, positions.keySet(), before, true, Names.Item.NONE);
    }

    Set<String> ids() {
        return positions.keySet();
    }

    private void checkLinks(List<Link> links, Problems problems) {
        Set<String> seen = new LinkedHashSet<>();
        for (Link link : links) {
            if (!positions.containsKey(link.id)) {
                problems.add(
                        link.place,
                        "there is no stage `" + link.id + "`",
                        Nearest.remedy(link.id, positions.keySet(), "name a stage of this file"));
            } else if (!seen.add(link.id)) {
                problems.add(link.place, "stage `" + link.id + "` is here twice", "leave one out");
            }
        }
    }

    /** Depth first; what is met again on the way down closes a circle. */
    private void settle(int at, int[] states, List<String> way, Problems problems) {
        states[at] = 1;
        way.add(ids.get(at));
        BitSet reached = new BitSet();
        Set<String> seen = new LinkedHashSet<>();
        for (Link link : after.get(at)) {
            Integer up = positions.get(link.id);
            if (up == null || !seen.add(link.id)) {
                continue;
            }
            if (states[up] == 1) {
                List<String> circle = new ArrayList<>(way.subList(way.lastIndexOf(link.id), way.size()));
                circle.add(link.id);
                problems.add(
                        link.place,
                        "stages come after each other in a circle: " + String.join(" after ", circle),
                        "take one of them out of an `after`");
                continue;
            }
            if (states[up] == 0) {
                settle(up, states, way, problems);
            }
            reached.set(up);
            reached.or(upstream[up]);
        }
        upstream[at] = reached;
        way.removeLast();
        states[at] = 2;
    }
}
