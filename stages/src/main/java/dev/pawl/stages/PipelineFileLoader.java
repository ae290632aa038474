// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import dev.pawl.Pipeline;
import dev.pawl.spi.PipelineLoader;
import dev.pawl.stages.internal.file.Assembly;
import dev.pawl.stages.internal.file.Source;
import dev.pawl.stages.internal.yaml.Problems;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes pipelines again from the text of the file that was stored with their runs. */
public final class PipelineFileLoader implements PipelineLoader {

    @Override
    public @Nullable Pipeline<?> load(byte[] definition) throws IOException {
        Source source = Source.of(definition);
        if (source == null) {
            return null;
        }
        Problems problems = new Problems();
        Pipeline<JsonNode> pipeline = Assembly.of(source, problems);
        if (pipeline == null) {
            throw new PipelineFileException(
                    source.folder().resolve(source.file()).toString(), problems.inOrder());
        }
        return pipeline;
    }
}
