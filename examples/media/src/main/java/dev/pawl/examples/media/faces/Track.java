// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Follows each face from frame to frame: the next one is where the last one was, and looks like it. */
public final class Track {

    private static final double OVERLAP = 0.3;
    private static final double ALIKE = 0.4;
    private static final int LONGEST_GAP = 3;
    private static final int SHORTEST = 3;

    private Track() {}

    private record Pair(List<Face.Embedded> track, Face.Embedded face, double overlap) {}

    public static void run(Stage stage) throws IOException {
        Map<Integer, List<Face.Embedded>> frames = stage.output("embed", Face.Embeddings.class).faces().stream()
                .collect(Collectors.groupingBy(found -> found.face().frame(), TreeMap::new, Collectors.toList()));
        List<List<Face.Embedded>> tracks = new ArrayList<>();
        int done = 0;
        for (List<Face.Embedded> frame : frames.values()) {
            follow(tracks, frame);
            stage.progress(++done, frames.size(), "frames");
        }
        List<Person.OneTrack> kept = new ArrayList<>();
        for (List<Face.Embedded> track : tracks) {
            if (track.size() >= SHORTEST) {
                kept.add(oneTrack(kept.size() + 1, track));
            }
        }
        stage.log((tracks.size() - kept.size()) + " tracks of fewer than " + SHORTEST + " faces left out");
        stage.count("tracks", kept.size());
        stage.write(new Person.Tracks(kept));
    }

    /** The best pairs first; what is left over begins a track. */
    static void follow(List<List<Face.Embedded>> tracks, List<Face.Embedded> frame) {
        List<Pair> pairs = new ArrayList<>();
        for (List<Face.Embedded> track : tracks) {
            Face.Embedded last = track.getLast();
            for (Face.Embedded found : frame) {
                double overlap = last.face().box().overlap(found.face().box());
                if (found.face().frame() - last.face().frame() <= LONGEST_GAP
                        && overlap >= OVERLAP
                        && Vectors.distance(last.embedding(), found.embedding()) <= ALIKE) {
                    pairs.add(new Pair(track, found, overlap));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
        List<Face.Embedded> free = new ArrayList<>(frame);
        for (Pair pair : pairs) {
            boolean waiting =
                    pair.track.getLast().face().frame() < pair.face.face().frame();
            if (waiting && free.remove(pair.face)) {
                pair.track.add(pair.face);
            }
        }
        free.forEach(found -> tracks.add(new ArrayList<>(List.of(found))));
    }

    private static Person.OneTrack oneTrack(int number, List<Face.Embedded> faces) {
        return new Person.OneTrack(
                number,
                faces.getFirst().face().seconds(),
                faces.getLast().face().seconds(),
                faces.stream().map(found -> found.face().id()).toList());
    }
}
