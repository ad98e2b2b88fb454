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
/// @param brightness the mean of all pixels, 0 to 255
public record PictureFacts(
        Sha256 sha256,
        String md5,
        long bytes,
        int width,
        int height,
        long look,
        double brightness) {}
