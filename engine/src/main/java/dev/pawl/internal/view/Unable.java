// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import org.jspecify.annotations.Nullable;

/**
 * Why a worker cannot execute a run.
 *
 * @param words the same for people: what is, what was expected, what to do
 */
public record Unable(Kind kind, String words) {

    /** What is the matter, for programs. */
    public enum Kind {
        /** It does not know the pipeline. */
        PIPELINE,
        /** It does not have the version, or cannot read the definition. */
        VERSION,
        /** The journal cannot be read. */
        DAMAGED,
        /** The database takes nothing for now. */
        STORAGE,
        /** Its own code failed. */
        FAULT;

        /** A worker of another version may not have said it, or may know more of them. */
        static Kind named(@Nullable String name) {
            for (Kind kind : values()) {
                if (kind.name().equals(name)) {
                    return kind;
                }
            }
            return VERSION;
        }
    }
}
