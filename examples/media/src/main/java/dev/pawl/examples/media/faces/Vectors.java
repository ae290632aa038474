// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.util.Arrays;
import java.util.List;

/** Arithmetic on embeddings. */
final class Vectors {

    private static final double PRECISION = 10_000;

    private Vectors() {}

    /** The same direction, of length 1; nothing stays nothing. */
    static float[] unit(float[] vector) {
        double norm = distance(vector, new float[vector.length]);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length && norm > 0; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return unit;
    }

    /** With few digits, so that it is short to write down. */
    static float[] rounded(float[] vector) {
        float[] rounded = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            rounded[i] = (float) (Math.round(vector[i] * PRECISION) / PRECISION);
        }
        return rounded;
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

    static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (double) one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
