// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.oldfiles;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.stages.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that runs the pipeline by itself, without the command line, and has the old files written. */
public final class Host {

    private Host() {}

    /** Takes the input's file, and the folders for the database and for the old files. */
    public static void main(String[] arguments) throws Exception {
        Path input = Path.of(arguments.length > 0 ? arguments[0] : "input.json");
        Path data = Path.of(arguments.length > 1 ? arguments[1] : ".pawl");
        Path files = Path.of(arguments.length > 2 ? arguments[2] : "work/old-files");
        Pipeline<?> pipeline = PipelineFile.load(Path.of("media.yaml"));
        try (Pawl pawl =
                Pawl.open(data).register(pipeline).listen(new OldFiles(files)).start()) {
            RunView end = submitted(pawl, pipeline, input).await();
            System.out.println(end.sentence());
            if (end.status() != RunStatus.SUCCEEDED) {
                System.exit(1);
            }
        }
    }

    /** A run of this input; the one that is there, where a former process left one unfinished. */
    private static RunHandle submitted(Pawl pawl, Pipeline<?> pipeline, Path input) throws IOException {
        try {
            return pawl.submit(pipeline, RawJson.of(Files.readAllBytes(input)), Submission.plain());
        } catch (RefusedException e) {
            if (e.activeRun() == null) {
                throw e;
            }
            return pawl.run(e.activeRun());
        }
    }
}
