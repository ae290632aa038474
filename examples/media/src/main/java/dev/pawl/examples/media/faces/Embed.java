// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/**
 * Describes each face by numbers: its shape, as a histogram of the directions of its edges (HOG), and its colours, on a coarse
 * grid. No network has been trained for it, and it knows people only as long as they keep their hair; but it is what it says.
 */
public final class Embed {

    private static final int SIDE = 64;
    private static final int GRID = 4;

    private Embed() {}

    public static void run(Stage stage) throws IOException {
        List<Face> faces = Arrays.stream(stage.output("detect", Face.InFrame[].class))
                .flatMap(frame -> frame.faces().stream())
                .toList();
        List<Face.Embedded> embedded = new ArrayList<>();
        try (HOGDescriptor hog =
                new HOGDescriptor(new Size(SIDE, SIDE), new Size(32, 32), new Size(16, 16), new Size(16, 16), 9)) {
            for (Face face : faces) {
                embedded.add(new Face.Embedded(face, embedding(hog, face)));
                stage.progress(embedded.size(), faces.size(), "faces");
            }
        }
        stage.write(new Face.Embeddings(embedded));
    }

    private static float[] embedding(HOGDescriptor hog, Face face) throws IOException {
        try (Mat crop = Pictures.read(face.crop());
                Mat centre = new Mat(crop, centre(crop));
                Mat colours = new Mat();
                Mat small = new Mat();
                Mat grey = new Mat();
                FloatPointer shape = new FloatPointer();
                Size side = new Size(SIDE, SIDE);
                Size grid = new Size(GRID, GRID)) {
            opencv_imgproc.resize(centre, small, side, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.cvtColor(small, grey, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.equalizeHist(grey, grey);
            hog.compute(grey, shape);
            opencv_imgproc.cvtColor(small, small, opencv_imgproc.COLOR_BGR2Lab);
            opencv_imgproc.resize(small, colours, grid, 0, 0, opencv_imgproc.INTER_AREA);
            float[] edges = new float[(int) shape.limit()];
            shape.get(edges);
            return Vectors.rounded(Vectors.joined(Vectors.unit(edges), colours(colours)));
        }
    }

    /** Without what is beside the face: another room is no other person. */
    private static Rect centre(Mat crop) {
        return new Rect(crop.cols() * 7 / 25, crop.rows() / 5, crop.cols() * 11 / 25, crop.rows() * 3 / 5);
    }

    /** Around nothing, which is grey, and about as far from it as shapes are from each other. */
    private static float[] colours(Mat lab) {
        byte[] bytes = new byte[GRID * GRID * 3];
        lab.data().get(bytes);
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (Byte.toUnsignedInt(bytes[i]) - 128) / 256f;
        }
        return values;
    }
}
