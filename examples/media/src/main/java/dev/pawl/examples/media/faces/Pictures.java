// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/** What OpenCV is asked for: films, pictures, and the detector that comes with it. */
final class Pictures {

    private static final String CASCADE = "haarcascades/haarcascade_frontalface_alt2.xml";

    static {
        opencv_core.setNumThreads(1); // the same on every machine; a map uses all cores
    }

    private Pictures() {}

    static VideoCapture film(Path file) {
        return new VideoCapture(file.toString());
    }

    static Mat read(String file) throws IOException {
        Mat picture = opencv_imgcodecs.imread(file);
        if (picture.empty()) {
            picture.close();
            throw new IOException("there is no picture " + file + " any more; start the run over");
        }
        return picture;
    }

    static void write(Path file, Mat picture) throws IOException {
        try (BytePointer bytes = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".png", picture, bytes)) {
                throw new IOException("OpenCV cannot write " + file);
            }
            byte[] content = new byte[(int) bytes.limit()];
            bytes.get(content);
            Stage.replace(file, content);
        }
    }

    /** The cascade for faces seen from the front, out of OpenCV's own jar. */
    static CascadeClassifier detector() throws IOException {
        String resource = "/org/bytedeco/opencv/" + Loader.getPlatform() + "/share/opencv4/" + CASCADE;
        File file = Loader.cacheResource(resource);
        CascadeClassifier cascade = file == null ? new CascadeClassifier() : new CascadeClassifier(file.getPath());
        if (cascade.empty()) {
            throw new IOException("OpenCV's jar has no " + resource);
        }
        return cascade;
    }
}
