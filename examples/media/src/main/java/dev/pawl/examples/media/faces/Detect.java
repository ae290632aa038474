// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the faces in all frames, or in one: as the work of a stage it goes through them and continues where it was cut off; as
 * that of a map it gets one frame as its item. What comes out is the same, one element for each frame.
 */
public final class Detect {

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMillis(500);

    private Detect() {}

    /** What is done so far. In a checkpoint, which holds 1 MB: some thousands of frames; for more, use a map. */
    record Done(List<Face.InFrame> frames) {}

    public static void run(Stage stage) throws IOException {
        try (Detector detector = new Detector(stage.folder("faces"), stage.input("detail", 2))) {
            stage.heartbeat(); // OpenCV has been loaded, which takes seconds when it is unpacked
            Frame item = stage.item(Frame.class);
            stage.write(item == null ? all(stage, detector) : detector.detect(item));
        }
    }

    private static List<Face.InFrame> all(Stage stage, Detector detector) throws IOException {
        List<Frame> frames = stage.output("frames", Frame.All.class).files();
        List<Face.InFrame> done = new ArrayList<>(before(stage.lastCheckpoint(Done.class)));
        if (!done.isEmpty()) {
            stage.log("continuing after frame " + done.size() + " of " + frames.size());
            stage.count(
                    "faces",
                    done.stream().mapToInt(frame -> frame.faces().size()).sum());
        }
        long kept = System.nanoTime();
        for (Frame frame : frames.subList(done.size(), frames.size())) {
            Face.InFrame found = detector.detect(frame);
            done.add(found);
            stage.count("faces", found.faces().size());
            stage.progress(done.size(), frames.size(), "frames");
            if (System.nanoTime() - kept > BETWEEN_CHECKPOINTS.toNanos()) {
                stage.checkpoint(new Done(done));
                kept = System.nanoTime();
            }
        }
        return done;
    }

    private static List<Face.InFrame> before(@Nullable Done checkpoint) {
        return checkpoint == null ? List.of() : checkpoint.frames();
    }
}
