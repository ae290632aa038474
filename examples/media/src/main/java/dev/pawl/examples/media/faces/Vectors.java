// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.util.Arrays;
import java.util.List;

/** Arithmetic on embeddings. */
final class Vectors {

    private static final double PRECISION = 10_000;

    private Vectors() {}

    /** The same direction, in that length; nothing stays nothing. Few digits, so that it is short to write down. */
    static float[] unit(float[] vector, double length) {
        double norm = norm(vector);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length && norm > 0; i++) {
            unit[i] = (float) (Math.round(vector[i] / norm * length * PRECISION) / PRECISION);
        }
        return unit;
    }

    static float[] joined(float[] one, float[] other) {
        float[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.getFirst().length];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    /** 0 for the same direction, 1 for directions that have nothing to do with each other. */
    static double distance(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
        }
        return 1 - product / (norm(one) * norm(other));
    }

    private static double norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
