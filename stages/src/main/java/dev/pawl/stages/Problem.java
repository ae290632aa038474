// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

/**
 * Something that is wrong with a pipeline file.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param path where in the document, like {@code stages[2].retry.max}; empty for the document itself
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Problem(int line, int column, String path, String message, String remedy) {

    /** In one line, for a person. */
    @Override
    public String toString() {
        return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message + "; " + remedy;
    }
}
