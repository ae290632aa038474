// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Command;
import java.util.function.Supplier;

/**
 * Something to find out for an attempt, once.
 *
 * @param answer finds it out; may block, and throws {@link dev.pawl.spi.StoreException} where the database does not answer
 * @param giveUp tells whoever is asked that no answer is wanted any more
 */
public record Question(Supplier<Command.Fact> answer, Runnable giveUp) {

    /** Nobody is to be told. */
    public Question(Supplier<Command.Fact> answer) {
        this(answer, () -> {});
    }
}
