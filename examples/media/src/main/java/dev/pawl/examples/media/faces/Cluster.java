// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts tracks together that show the same person: the two most alike first, until none are alike enough. */
public final class Cluster {

    private static final double ALIKE = 0.33;
    private static final int LETTERS = 26;

    private Cluster() {}

    public static void run(Stage stage) throws IOException {
        Map<String, float[]> embeddings = stage.output("embed", Face.Embeddings.class).faces().stream()
                .collect(Collectors.toMap(found -> found.face().id(), Face.Embedded::embedding));
        List<Person.OneTrack> tracks =
                stage.output("track", Person.Tracks.class).tracks();
        List<float[]> means = tracks.stream()
                .map(track ->
                        Vectors.mean(track.faces().stream().map(embeddings::get).toList()))
                .toList();
        List<Person> people = new ArrayList<>();
        for (List<Integer> cluster : clusters(means, stage)) {
            List<Person.OneTrack> theirs =
                    cluster.stream().sorted().map(tracks::get).toList();
            people.add(new Person(name(people.size()), theirs));
        }
        stage.count("people", people.size());
        stage.write(new Person.People(people));
    }

    /** The members of each cluster, by place in the list. */
    private static List<List<Integer>> clusters(List<float[]> means, Stage stage) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < means.size(); i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        while (clusters.size() > 1) {
            int one = 0;
            int other = 0;
            double nearest = Double.MAX_VALUE;
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    double distance = distance(clusters.get(i), clusters.get(j), means);
                    if (distance < nearest) {
                        nearest = distance;
                        one = i;
                        other = j;
                    }
                }
            }
            boolean alike = nearest <= ALIKE;
            stage.log(String.format(Locale.ROOT, "nearest are %.3f apart: %s", nearest, alike ? "one person" : "two"));
            if (!alike) {
                return clusters;
            }
            clusters.get(one).addAll(clusters.remove(other));
        }
        return clusters;
    }

    private static double distance(List<Integer> one, List<Integer> other, List<float[]> means) {
        double sum = 0;
        for (int i : one) {
            for (int j : other) {
                sum += Vectors.distance(means.get(i), means.get(j));
            }
        }
        return sum / (one.size() * other.size());
    }

    private static String name(int number) {
        String letter = String.valueOf((char) ('A' + number % LETTERS));
        return number < LETTERS ? letter : letter + (number / LETTERS);
    }
}
