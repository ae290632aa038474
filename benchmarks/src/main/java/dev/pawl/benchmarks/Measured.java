// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Figures of one thing, measured several times. What counts is the median. */
public record Measured(String name, String unit, List<Double> figures) {

    /** Something that gives a figure. */
    @FunctionalInterface
    public interface Figure {
        double measure() throws Exception;
    }

    /** A thing to measure. */
    public record Subject(String name, String unit, Figure figure) {}

    /** Measures all in turn, A B C A B C …: machines are noisy, and what is compared must meet the same noise. */
    public static List<Measured> inTurn(int rounds, List<Subject> subjects) throws Exception {
        List<Measured> measured = new ArrayList<>();
        subjects.forEach(subject -> measured.add(new Measured(subject.name, subject.unit, new ArrayList<>())));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                double figure = subjects.get(i).figure.measure();
                measured.get(i).figures.add(figure);
                System.out.printf(
                        "round %d of %d  %-44s %,12.1f %s%n",
                        round + 1, rounds, subjects.get(i).name, figure, subjects.get(i).unit);
            }
        }
        return measured;
    }

    /** A round before the first, of which nothing is kept: a JVM that is cold is measured by those that start one. */
    public static void warmUp(List<Subject> subjects) throws Exception {
        for (Subject subject : subjects) {
            System.out.printf("warm-up       %-44s %,12.1f %s%n", subject.name, subject.figure.measure(), subject.unit);
        }
    }

    /** The figure in the middle. */
    public double median() {
        List<Double> sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
