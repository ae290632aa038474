// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.ArtifactView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where in a folder the files of a run are written to: beside each other where that can be, else by their stages. */
final class Places {

    private Places() {}

    /**
     * All of them, before any is written.
     *
     * @throws ExitException where a stage has made two files that cannot be in one folder
     */
    static Map<String, ArtifactView> of(List<ArtifactView> files) {
        Map<String, ArtifactView> places = new LinkedHashMap<>();
        Set<ArtifactView> apart = clashing(files, ArtifactView::name);
        files.forEach(file -> places.put(apart.contains(file) ? byStage(file) : file.name(), file));
        Map<ArtifactView, String> chosen = new HashMap<>();
        places.forEach((place, file) -> chosen.put(file, place));
        if (places.size() == files.size()
                && clashing(files, file -> chosen.getOrDefault(file, "")).isEmpty()) {
            refuseInOneStage(places);
            return places;
        }
        places.clear(); // a folder of a stage is called as a file is
        files.forEach(file -> places.put(byStage(file), file));
        refuseInOneStage(places);
        return places;
    }

    private static String byStage(ArtifactView file) {
        return file.stage() + "/" + file.name();
    }

    /** Those that cannot stand beside one of another stage. Some systems do not tell large letters from small ones. */
    private static Set<ArtifactView> clashing(List<ArtifactView> files, Naming place) {
        Map<String, Set<String>> at = new HashMap<>();
        Map<String, Set<String>> below = new HashMap<>();
        for (ArtifactView file : files) {
            String key = key(place.of(file));
            at.computeIfAbsent(key, any -> new HashSet<>()).add(file.stage());
            folders(key)
                    .forEach(folder -> below.computeIfAbsent(folder, any -> new HashSet<>())
                            .add(file.stage()));
        }
        Set<ArtifactView> clashing = new HashSet<>();
        for (ArtifactView file : files) {
            String key = key(place.of(file));
            Set<String> others = new HashSet<>(at.getOrDefault(key, Set.of()));
            others.addAll(below.getOrDefault(key, Set.of()));
            folders(key).forEach(folder -> others.addAll(at.getOrDefault(folder, Set.of())));
            others.remove(file.stage());
            if (!others.isEmpty()) {
                clashing.add(file);
            }
        }
        return clashing;
    }

    /** What a file is called here. */
    private interface Naming {
        String of(ArtifactView file);
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static List<String> folders(String name) {
        List<String> folders = new ArrayList<>();
        for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
            folders.add(name.substring(0, at));
        }
        return folders;
    }

    private static void refuseInOneStage(Map<String, ArtifactView> places) {
        places.forEach((place, file) -> folders(place).stream()
                .filter(places::containsKey)
                .findFirst()
                .ifPresent(folder -> {
                    throw new ExitException(
                            Exit.REFUSED,
                            "stage " + file.stage() + " has made a file " + folder + " and a file " + place
                                    + ", which cannot stand in one folder; have the stage name one of them otherwise");
                }));
    }
}
