// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/** Finds the faces in a frame and keeps a picture of each. */
final class Detector implements AutoCloseable {

    private static final double STEP = 1.1;
    private static final int AGREEING = 4;
    private static final int SMALLEST = 36;
    private static final double MARGIN = 0.3;
    private static final int CROP = 128;

    private final CascadeClassifier cascade = Pictures.detector();
    private final Path crops;
    private final double detail;

    /**
     * Looks at frames of that many times their size: the larger, the more precise and slower.
     */
    Detector(Path crops, double detail) throws IOException {
        this.crops = crops;
        this.detail = detail;
    }

    Face.InFrame detect(Frame frame) throws IOException {
        List<Face> faces = new ArrayList<>();
        try (Mat picture = Pictures.read(frame.file())) {
            for (Face.Box box : boxes(picture)) {
                String id = String.format(Locale.ROOT, "%06d-%d", frame.frame(), faces.size());
                Path crop = crops.resolve(id + ".png");
                crop(picture, box, crop);
                faces.add(new Face(id, frame.frame(), frame.seconds(), box, crop.toString()));
            }
        }
        return new Face.InFrame(frame.frame(), frame.seconds(), faces);
    }

    /** From left to right. */
    private List<Face.Box> boxes(Mat picture) {
        List<Face.Box> boxes = new ArrayList<>();
        try (Mat grey = new Mat();
                Mat large = new Mat();
                RectVector found = new RectVector();
                Size smallest = new Size((int) (SMALLEST * detail), (int) (SMALLEST * detail));
                Size largest = new Size()) {
            opencv_imgproc.cvtColor(picture, grey, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.resize(grey, large, new Size(), detail, detail, opencv_imgproc.INTER_CUBIC);
            cascade.detectMultiScale(large, found, STEP, AGREEING, 0, smallest, largest);
            for (Rect rect : found.get()) {
                boxes.add(
                        new Face.Box(shrunk(rect.x()), shrunk(rect.y()), shrunk(rect.width()), shrunk(rect.height())));
            }
        }
        boxes.sort(Comparator.comparingInt(Face.Box::x).thenComparingInt(Face.Box::y));
        return boxes;
    }

    private int shrunk(int length) {
        return (int) Math.round(length / detail);
    }

    /** With some of what is around it: hair helps to tell people apart. */
    private static void crop(Mat picture, Face.Box box, Path file) throws IOException {
        int margin = (int) (box.width() * MARGIN);
        int left = Math.max(0, box.x() - margin);
        int top = Math.max(0, box.y() - margin);
        int right = Math.min(picture.cols(), box.x() + box.width() + margin);
        int bottom = Math.min(picture.rows(), box.y() + box.height() + margin);
        try (Rect part = new Rect(left, top, right - left, bottom - top);
                Mat cut = new Mat(picture, part);
                Mat scaled = new Mat();
                Size size = new Size(CROP, CROP)) {
            opencv_imgproc.resize(cut, scaled, size, 0, 0, opencv_imgproc.INTER_CUBIC);
            Pictures.write(file, scaled);
        }
    }

    @Override
    public void close() {
        cascade.close();
    }
}
