package dev.roadloop.freeze;

import dev.roadloop.freeze.picture.PictureScan;
import java.util.HexFormat;

/// The MD5 of contents that are in memory.
final class Md5 {
    private Md5() {}

    /// 32 hexadecimal digits.
    static String of(byte[] content) {
        return HexFormat.of().formatHex(PictureScan.md5().digest(content));
    }
}
