// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/**
 * A file that a stage made. It is there once its stage has succeeded.
 *
 * @param name what it is called, with {@code /} between folders
 * @param type its media type, like {@code application/pdf}
 * @param content names its bytes
 */
public record Artifact(String name, String type, Content content) {

    /** A stage makes so many at most: they stand in the event that ends it well. */
    public static final int MOST = 1000;
}
