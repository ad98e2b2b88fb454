package dev.roadloop.vision;

/// What an encoded image says of itself before anything is decoded or allocated.
///
/// Source: ITU-T T.81 annex B (JPEG markers), W3C PNG section 11.2.1 (IHDR).
///
/// @param width pixels, at least 1
/// @param height pixels, at least 1
public record PictureHeader(PictureFormat format, int width, int height) {

    /// Most pixels that are decoded: 100 megapixels.
    public static final long MAX_PIXELS = 100_000_000;

    private static final int PNG_HEAD = 24;

    public PictureHeader {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected at least one pixel, found " + width + "x" + height);
        }
    }

    /// Reads the header of an encoded image.
    ///
    /// @throws PictureException if it is neither JPEG nor PNG, says no size, or more than
    ///   [#MAX_PIXELS]
    public static PictureHeader read(byte[] encoded) throws PictureException {
        PictureFormat format = PictureFormat.of(encoded).orElse(null);
        if (format != null) {
            return switch (format) {
                case JPEG -> jpeg(encoded);
                case PNG -> png(encoded);
            };
        }
        throw new PictureException(
                "expected a JPEG or PNG image, found %d bytes that start with %s"
                        .formatted(encoded.length, start(encoded)));
    }

    private static PictureHeader png(byte[] b) throws PictureException {
        if (b.length < PNG_HEAD || u32(b, 12) != 0x49484452L) {
            throw new PictureException("expected a PNG that starts with IHDR; the image is cut");
        }
        return sized(PictureFormat.PNG, u32(b, 16), u32(b, 20));
    }

    private static PictureHeader jpeg(byte[] b) throws PictureException {
        int at = 2;
        while (at + 3 < b.length) {
            if (u8(b, at) != 0xff) {
                throw new PictureException(
                        "expected a JPEG marker at byte " + at + ", found 0x%02x".formatted(b[at]));
            }
            int marker = u8(b, at + 1);
            if (marker == 0xff) {
                at++;
            } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
                at += 2;
            } else if (isFrame(marker)) {
                if (at + 9 > b.length) {
                    break;
                }
                return sized(PictureFormat.JPEG, u16(b, at + 7), u16(b, at + 5));
            } else if (marker == 0xda || marker == 0xd9) {
                break;
            } else {
                at += 2 + Math.max(2, u16(b, at + 2));
            }
        }
        throw new PictureException("expected a JPEG that says its size before its pixels");
    }

    /// SOF0 to SOF15 without DHT, JPG and DAC.
    private static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }

    private static PictureHeader sized(PictureFormat format, long width, long height)
            throws PictureException {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new PictureException(
                    "expected a %s of at least one pixel, found %dx%d"
                            .formatted(format, width, height));
        }
        if (width * height > MAX_PIXELS) {
            throw new PictureException(
                    "expected at most %d megapixels, found a %s of %dx%d; scale it down"
                            .formatted(MAX_PIXELS / 1_000_000, format, width, height));
        }
        return new PictureHeader(format, (int) width, (int) height);
    }

    private static String start(byte[] b) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, b.length); i++) {
            text.append("%02x".formatted(b[i]));
        }
        return text.toString();
    }

    private static int u8(byte[] b, int at) {
        return b[at] & 0xff;
    }

    private static int u16(byte[] b, int at) {
        return u8(b, at) << 8 | u8(b, at + 1);
    }

    private static long u32(byte[] b, int at) {
        return (long) u16(b, at) << 16 | u16(b, at + 2);
    }
}
