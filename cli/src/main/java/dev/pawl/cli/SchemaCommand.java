// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import dev.pawl.stages.PipelineFile;
import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine;

/** Prints what an editor needs to help with pipeline files. */
@CommandLine.Command(
        name = "schema",
        description = "Print the JSON Schema of pipeline files, with which an editor completes and checks them",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl pipelines schema > pipeline.schema.json",
            "",
            "The first line of a pipeline file then names it to the editor:",
            "  # yaml-language-server: $schema=pipeline.schema.json"
        })
final class SchemaCommand extends Command {

    SchemaCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream schema = PipelineFile.schema()) {
            schema.transferTo(out().bytes());
        }
        out().bytes().flush();
        return Exit.SUCCEEDED;
    }
}
