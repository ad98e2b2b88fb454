package dev.roadloop.freeze.picture;

import dev.roadloop.domain.Sha256;

/// What the bytes of a picture say.
///
/// @param sha256 of the file
/// @param md5 of the file, 32 hexadecimal digits
/// @param bytes size of the file
/// @param width columns
/// @param height rows
/// @param look the dHash
/// @param dark whether the mean of all pixels is below [#DARK]
public record PictureFacts(
        Sha256 sha256, String md5, long bytes, int width, int height, long look, boolean dark) {

    /// What is darker, of 255, was taken at night or in a tunnel.
    static final double DARK = 50;
}
