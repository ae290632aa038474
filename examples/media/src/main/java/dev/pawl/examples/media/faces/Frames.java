// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/** Takes a film apart into pictures. */
public final class Frames {

    private Frames() {}

    public static void run(Stage stage) throws IOException {
        Path video = Path.of(stage.input("video", "pilot.avi")).toAbsolutePath();
        if (!Files.isReadable(video)) {
            throw new IOException("there is no file " + video + "; name a film with the input's `video`");
        }
        Path folder = stage.folder("frames");
        List<Frame> frames = new ArrayList<>();
        try (VideoCapture film = Pictures.film(video);
                Mat picture = new Mat()) {
            if (!film.isOpened()) {
                throw new IOException(
                        video + " is no film that OpenCV can read; convert it to Motion JPEG in an AVI file");
            }
            double perSecond = film.get(opencv_videoio.CAP_PROP_FPS);
            int total = (int) film.get(opencv_videoio.CAP_PROP_FRAME_COUNT);
            while (film.read(picture)) {
                Path file = folder.resolve(String.format(Locale.ROOT, "%06d.png", frames.size()));
                Pictures.write(file, picture);
                frames.add(new Frame(frames.size(), frames.size() / perSecond, file.toString()));
                stage.progress(frames.size(), total, "frames");
            }
            stage.write(new Frame.All(frames, perSecond));
        }
    }
}
