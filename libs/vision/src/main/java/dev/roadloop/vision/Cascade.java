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
    FRONTAL("haarcascades/haarcascade_frontalface_default.xml"),
    FRONTAL_ALT("haarcascades/haarcascade_frontalface_alt2.xml"),
    PROFILE("haarcascades/haarcascade_profileface.xml"),
    PLATE("haarcascades/haarcascade_russian_plate_number.xml");

    private static final String FOLDER = "/org/bytedeco/opencv/linux-x86_64/share/opencv4/";

    private final String file;

    Cascade(String file) {
        this.file = file;
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
