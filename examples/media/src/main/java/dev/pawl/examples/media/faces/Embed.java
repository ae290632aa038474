// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import dev.pawl.examples.media.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
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
    private static final double WEIGHT_OF_COLOUR = 1.2;

    private Embed() {}

    public static void run(Stage stage) throws IOException {
        List<Face> faces = Arrays.stream(stage.output("detect", Face.InFrame[].class))
                .flatMap(frame -> frame.faces().stream())
                .toList();
        List<Face.Embedded> embedded = new ArrayList<>();
        try (HOGDescriptor hog = new HOGDescriptor(
                new Size(SIDE, SIDE), new Size(32, 32), new Size(16, 16), new Size(16, 16), 9)) {
            for (Face face : faces) {
                embedded.add(new Face.Embedded(face, embedding(hog, face)));
                stage.progress(embedded.size(), faces.size(), "faces");
            }
        }
        stage.write(new Face.Embeddings(embedded));
    }

    private static float[] embedding(HOGDescriptor hog, Face face) throws IOException {
        try (Mat crop = Pictures.read(face.crop());
                Mat centre = new Mat(crop, new Rect(crop.cols() / 6, crop.rows() / 8, crop.cols() * 2 / 3, crop.rows() * 3 / 4));
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
            return Vectors.joined(Vectors.unit(edges, 1), Vectors.unit(colours(colours), WEIGHT_OF_COLOUR));
        }
    }

    /** Lightness counts less than the two colour axes, for it changes with the lamps. */
    private static float[] colours(Mat lab) {
        float[] values = new float[GRID * GRID * 3];
        try (UByteIndexer pixels = lab.createIndexer()) {
            for (int i = 0; i < values.length; i++) {
                int axis = i % 3;
                int value = pixels.get(i / 3 / GRID, i / 3 % GRID, axis) - 128;
                values[i] = axis == 0 ? value : 3 * value;
            }
        }
        return values;
    }
}
