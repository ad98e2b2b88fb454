package dev.roadloop.vision;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/// An image in native memory: 8 bits each of blue, green and red, row by row from the top. Whoever
/// made it closes it. Not for several threads.
public final class Picture implements AutoCloseable {

    static {
        NativeVision.load();
    }

    private final Mat mat;

    /// Takes the image over.
    Picture(Mat mat) {
        this.mat = mat;
    }

    /// Decodes a JPEG or PNG, upright as its orientation tag says; alpha is dropped, 16 bits become
    /// 8.
    ///
    /// @throws PictureException if it is none, is damaged beyond decoding, or has more than
    ///   [PictureHeader#MAX_PIXELS]; the last is known before memory is taken
    public static Picture decode(byte[] encoded) throws PictureException {
        PictureHeader header = PictureHeader.read(encoded);
        try (BytePointer bytes = new BytePointer(encoded);
                Mat buffer = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
            Mat mat = opencv_imgcodecs.imdecode(buffer, opencv_imgcodecs.IMREAD_COLOR);
            if (mat == null || mat.empty()) {
                throw undecodable(header, encoded.length, "the decoder gave nothing");
            }
            return new Picture(mat);
        } catch (RuntimeException e) {
            throw undecodable(header, encoded.length, String.valueOf(e.getMessage()));
        }
    }

    /// As [#decode], for JPEG only.
    ///
    /// @throws PictureException also if it is a PNG
    public static Picture decodeJpeg(byte[] encoded) throws PictureException {
        PictureFormat format = PictureHeader.read(encoded).format();
        if (format != PictureFormat.JPEG) {
            throw new PictureException("expected a JPEG, found a " + format);
        }
        return decode(encoded);
    }

    /// Copies pixels.
    ///
    /// @param bgr three bytes a pixel, rows without gaps
    /// @throws IllegalArgumentException if there are not width * height * 3 bytes
    public static Picture ofBgr(int width, int height, byte[] bgr) {
        if (width < 1 || height < 1 || bgr.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "expected %dx%d pixels of 3 bytes, found %d bytes"
                            .formatted(width, height, bgr.length));
        }
        Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
        mat.data().put(bgr);
        return new Picture(mat);
    }

    /// Columns.
    public int width() {
        return mat.cols();
    }

    /// Rows.
    public int height() {
        return mat.rows();
    }

    /// Encodes as baseline JPEG, chroma at half resolution; metadata is not carried over.
    ///
    /// @param quality 1 to 100
    public byte[] encodeJpeg(int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("expected a quality of 1 to 100, found " + quality);
        }
        return encode(".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    /// Encodes without loss.
    public byte[] encodePng() {
        return encode(".png", opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3);
    }

    /// Another picture with the same pixels.
    public Picture copy() {
        return new Picture(mat.clone());
    }

    /// Another picture of the same scene in another size; each pixel is the mean of those it
    /// covers.
    public Picture scaled(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > PictureHeader.MAX_PIXELS) {
            throw new IllegalArgumentException(
                    "expected a size of 1 to %d pixels, found %dx%d"
                            .formatted(PictureHeader.MAX_PIXELS, width, height));
        }
        Mat target = new Mat();
        try (Size size = new Size(width, height)) {
            opencv_imgproc.resize(mat, target, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
        return new Picture(target);
    }

    /// The pixels: three bytes each, rows without gaps.
    public byte[] bgr() {
        byte[] bytes = new byte[Math.toIntExact(3L * width() * height())];
        if (mat.isContinuous()) {
            mat.data().get(bytes);
        } else {
            try (Mat whole = mat.clone()) {
                whole.data().get(bytes);
            }
        }
        return bytes;
    }

    /// The native image; still owned by this picture.
    Mat mat() {
        return mat;
    }

    @Override
    public void close() {
        mat.close();
    }

    private byte[] encode(String extension, int option, int value) {
        try (BytePointer out = new BytePointer();
                IntPointer options = new IntPointer(option, value)) {
            if (!opencv_imgcodecs.imencode(extension, mat, out, options)) {
                throw new IllegalStateException(
                        "a picture of %dx%d could not be encoded as %s"
                                .formatted(width(), height(), extension));
            }
            byte[] bytes = new byte[Math.toIntExact(out.limit())];
            out.get(bytes);
            return bytes;
        }
    }

    private static PictureException undecodable(PictureHeader header, int bytes, String reason) {
        return new PictureException(
                "expected a %s of %dx%d in %d bytes, but it cannot be decoded: %s"
                        .formatted(
                                header.format(), header.width(), header.height(), bytes, reason));
    }
}
