// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.Pipeline;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes a pipeline again from the definition stored with a run; found by {@link java.util.ServiceLoader}. */
public interface PipelineLoader {

    /**
     * The pipeline, or null where the definition is of another loader's making.
     *
     * @param definition what {@link Pipeline#definition()} gave
     * @throws IOException where it is of this loader's making but does not load; the message is for a person
     */
    @Nullable
    Pipeline<?> load(byte[] definition) throws IOException;
}
