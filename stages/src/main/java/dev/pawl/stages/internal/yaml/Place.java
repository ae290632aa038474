// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.yaml;

/**
 * Where something stands in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param path from the document's root, empty for the root
 */
public record Place(int line, int column, String path) {

    public static final Place START = new Place(1, 1, "");

    /** The same spot, for what is found under that key. */
    public Place under(String key) {
        return new Place(line, column, path.isEmpty() ? key : path + "." + key);
    }
}
