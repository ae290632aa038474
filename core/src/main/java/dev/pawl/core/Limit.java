// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/**
 * A named limit on what executes at once.
 *
 * @param name shared by all stages that name it
 * @param most how many attempts hold it at once, as far as this stage is concerned; at least 1
 */
public record Limit(String name, int most) {
    public Limit {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "at most " + most + " holders of " + name + " would be none; at least 1");
        }
    }
}
