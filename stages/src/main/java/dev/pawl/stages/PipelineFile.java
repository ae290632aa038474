// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import dev.pawl.Pipeline;
import dev.pawl.stages.internal.file.Assembly;
import dev.pawl.stages.internal.file.FileReading;
import dev.pawl.stages.internal.file.Source;
import dev.pawl.stages.internal.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Pipeline files: YAML that declares stages which run commands and make HTTP calls. */
public final class PipelineFile {

    private PipelineFile() {}

    /**
     * What a file has come to.
     *
     * @param pipeline null where something is wrong
     * @param problems all that is wrong, in the order of the file
     */
    public record Checked(@Nullable Pipeline<JsonNode> pipeline, List<Problem> problems) {}

    /**
     * The pipeline in a file.
     *
     * @throws PipelineFileException where something is wrong with it
     * @throws IOException where it cannot be read
     */
    public static Pipeline<JsonNode> load(Path file) throws IOException {
        Checked checked = check(file);
        if (checked.pipeline() == null) {
            throw new PipelineFileException(file.toString(), checked.problems());
        }
        return checked.pipeline();
    }

    /**
     * The pipeline in a file, or all that is wrong with it.
     *
     * @throws IOException where it cannot be read
     */
    public static Checked check(Path file) throws IOException {
        Problems problems = new Problems();
        Source source = FileReading.read(file, problems);
        Pipeline<JsonNode> pipeline = source == null ? null : Assembly.of(source, problems);
        return new Checked(pipeline, problems.inOrder());
    }

    /** The JSON Schema of pipeline files, for editors. The caller closes it. */
    public static InputStream schema() {
        InputStream schema = PipelineFile.class.getResourceAsStream("schema/pipeline.json");
        if (schema == null) {
            throw new IllegalStateException("the jar lacks schema/pipeline.json; build it anew");
        }
        return schema;
    }
}
