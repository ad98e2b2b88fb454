package dev.roadloop.vision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.opencv.opencv_core.FileNode;
import org.bytedeco.opencv.opencv_core.FileStorage;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// The boosted cascades that come with OpenCV.
enum Cascade {
    FRONTAL("haarcascades/haarcascade_frontalface_alt2.xml", 0.95, 1.12),
    PROFILE("haarcascades/haarcascade_profileface.xml", 0.88, 1.03),
    PLATE("haarcascades/haarcascade_russian_plate_number.xml", 1, 1);

    private static final String FOLDER = "/org/bytedeco/opencv/linux-x86_64/share/opencv4/";

    private final String file;
    private final double wide;
    private final double high;

    Cascade(String file, double wide, double high) {
        this.file = file;
        this.wide = wide;
        this.high = high;
    }

    /// What a window of this cascade shows: windows are square, faces are higher than wide.
    Frame face(Frame window) {
        return window.grown(window.w() * (wide - 1) / 2, window.h() * (high - 1) / 2);
    }

    /// The model's text.
    ///
    /// @throws IllegalStateException if OpenCV's jar is not on the class path
    byte[] model() {
        try (InputStream in = Cascade.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        FOLDER
                                + file
                                + ": expected on the class path, in the jar opencv-*-linux-x86_64;"
                                + " add it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + file + ": the class path cannot be read", e);
        }
    }

    /// A classifier of its own; the caller closes it.
    CascadeClassifier load() {
        NativeVision.load();
        CascadeClassifier classifier = new CascadeClassifier();
        String text = new String(model(), StandardCharsets.UTF_8);
        try (FileStorage storage =
                        new FileStorage(text, FileStorage.READ | FileStorage.MEMORY, "UTF-8");
                FileNode root = storage.getFirstTopLevelNode()) {
            if (!classifier.read(root)) {
                throw new IllegalStateException(file + ": OpenCV refuses its own cascade");
            }
        }
        return classifier;
    }
}
