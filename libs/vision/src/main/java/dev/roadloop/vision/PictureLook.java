package dev.roadloop.vision;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/// What a picture looks like from afar: decoded at an eighth of its size where it is large. For
/// that a JPEG decoder takes the means of blocks only, but still goes over every coefficient, so
/// that damage is found; a walk of our own that does no more was not faster.
///
/// The hash is of the brightness as it is stored: from the picture at an eighth where both sides
/// have 288 pixels or more, at a half where they have 72, else at full size; shrunk to 9x8 by the
/// mean of areas. The same bytes have the same hash; another format or scale of the same picture
/// has a near one.
///
/// @param width columns of the picture as it is stored, without turning it
/// @param height rows
/// @param hash the dHash: bit for bit whether a pixel of the picture shrunk to 9x8 is darker than
///   the one right of it, the upper left one first. Pictures that look alike differ in few bits
///   (<https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html>)
/// @param brightness the mean of all pixels, 0 to 255
public record PictureLook(int width, int height, long hash, double brightness) {
    private static final int COLUMNS = 9;
    private static final int ROWS = 8;
    private static final int PLENTY = 36;

    /// The marker EOI.
    private static final int END = 0xd9;

    static {
        NativeVision.load();
    }

    /// Looks at a JPEG or PNG.
    ///
    /// @throws PictureException if it is none, is cut or cannot be decoded, or has more than
    ///   [PictureHeader#MAX_PIXELS]; the last is known before memory is taken
    public static PictureLook of(byte[] encoded) throws PictureException {
        PictureHeader header = PictureHeader.read(encoded);
        if (!isWhole(header.format(), encoded)) {
            throw new PictureException(
                    "expected a %s of %dx%d, found only its beginning: %d bytes"
                            .formatted(
                                    header.format(),
                                    header.width(),
                                    header.height(),
                                    encoded.length));
        }
        int least = Math.min(header.width(), header.height());
        int flags =
                least >= 8 * PLENTY
                        ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8
                        : least >= 2 * PLENTY
                                ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2
                                : opencv_imgcodecs.IMREAD_GRAYSCALE;
        try (BytePointer bytes = new BytePointer(encoded);
                Mat buffer = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
                Mat small =
                        opencv_imgcodecs.imdecode(
                                buffer, flags | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION);
                Mat thumb = new Mat();
                Size size = new Size(COLUMNS, ROWS)) {
            if (small == null || small.empty()) {
                throw new PictureException(
                        "expected a %s of %dx%d, but it cannot be decoded"
                                .formatted(header.format(), header.width(), header.height()));
            }
            double brightness = opencv_core.mean(small).get(0);
            opencv_imgproc.resize(small, thumb, size, 0, 0, opencv_imgproc.INTER_AREA);
            byte[] pixels = new byte[COLUMNS * ROWS];
            thumb.data().get(pixels);
            return new PictureLook(header.width(), header.height(), hash(pixels), brightness);
        } catch (RuntimeException e) {
            throw new PictureException(
                    "expected a %s of %dx%d, but it cannot be decoded: %s"
                            .formatted(
                                    header.format(),
                                    header.width(),
                                    header.height(),
                                    e.getMessage()));
        }
    }

    private static long hash(byte[] pixels) {
        long hash = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column + 1 < COLUMNS; column++) {
                int at = row * COLUMNS + column;
                boolean darker = (pixels[at] & 0xff) < (pixels[at + 1] & 0xff);
                hash = hash << 1 | (darker ? 1 : 0);
            }
        }
        return hash;
    }

    /// Decoders make up the missing rows of a picture that was cut.
    private static boolean isWhole(PictureFormat format, byte[] b) {
        return switch (format) {
            case JPEG -> jpegEnds(b);
            case PNG -> pngEnds(b);
        };
    }

    private static boolean pngEnds(byte[] b) {
        for (int i = b.length - 8; i >= 0; i--) {
            if (b[i] == 'I' && b[i + 1] == 'E' && b[i + 2] == 'N' && b[i + 3] == 'D') {
                return true;
            }
        }
        return false;
    }

    /// Goes from marker to marker, past segments and what they hold, such as a thumbnail with an
    /// end of its own, to the picture's end marker. What cameras append after it may be anything,
    /// another picture that is cut among others. Within a scan no end marker occurs (ITU-T T.81
    /// B.1.1.5), so a file that ends with one is whole.
    private static boolean jpegEnds(byte[] b) {
        int last = b.length - 2;
        if ((b[last] & 0xff) == 0xff && (b[last + 1] & 0xff) == END) {
            return true;
        }
        int at = 2;
        while (at <= last) {
            int marker = b[at + 1] & 0xff;
            if ((b[at] & 0xff) != 0xff || marker == 0xff) {
                at++;
            } else if (marker == END) {
                return true;
            } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
                at += 2;
            } else if (at + 3 < b.length) {
                at += 2 + Math.max(2, (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff);
            } else {
                return false;
            }
        }
        return false;
    }
}
