// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which records wait for the one they are a retry of, and which of those never come. What waits is held in memory. */
final class Kinship<T> {

    private record Held<T>(String parent, T record) {}

    private final Map<String, Held<T>> held = new LinkedHashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private int unnamed;

    void hold(String name, String parent, T record) {
        held.put(name, new Held<>(parent, record));
        children.computeIfAbsent(parent, one -> new LinkedHashSet<>()).add(name);
    }

    /** It is not imported; null where nobody can tell which record it is. */
    void refused(int line, @Nullable String name) {
        if (name != null) {
            refused.putIfAbsent(name, line);
        } else if (unnamed == 0) {
            unnamed = line;
        }
    }

    /** The line of a record that is not imported, or null. One that waits may still be. */
    @Nullable
    Integer refusedAt(String name) {
        return held.containsKey(name) ? null : refused.get(name);
    }

    /** The first line of which nobody can tell which record it is, or 0. */
    int unnamed() {
        return unnamed;
    }

    /** Those that waited for that one; they wait no more. */
    List<T> release(String parent) {
        List<T> free = new ArrayList<>();
        Set<String> names = children.remove(parent);
        for (String name : names == null ? Set.<String>of() : names) {
            Held<T> one = held.remove(name);
            if (one != null) {
                free.add(one.record());
            }
        }
        return free;
    }

    /** Those whose parent does not wait itself, which wait no more. */
    List<T> orphans() {
        List<String> alone = held.entrySet().stream()
                .filter(one -> !held.containsKey(one.getValue().parent()))
                .map(Map.Entry::getKey)
                .toList();
        List<T> orphans = new ArrayList<>();
        for (String name : alone) {
            T record = remove(name);
            if (record != null) {
                orphans.add(record);
            }
        }
        return orphans;
    }

    /** Some that wait for each other, which wait no more; empty where none does. Asked for once there is no orphan. */
    List<T> cycle() {
        Set<String> path = new LinkedHashSet<>();
        String at = held.isEmpty() ? null : held.keySet().iterator().next();
        while (at != null && path.add(at)) {
            Held<T> one = held.get(at);
            at = one == null ? null : one.parent();
        }
        List<T> cycle = new ArrayList<>();
        boolean within = false;
        for (String name : path) {
            within |= name.equals(at);
            T record = within ? remove(name) : null;
            if (record != null) {
                cycle.add(record);
            }
        }
        return cycle;
    }

    private @Nullable T remove(String name) {
        Held<T> one = held.remove(name);
        if (one == null) {
            return null;
        }
        Set<String> siblings = children.get(one.parent());
        if (siblings != null) {
            siblings.remove(name);
        }
        return one.record();
    }
}
