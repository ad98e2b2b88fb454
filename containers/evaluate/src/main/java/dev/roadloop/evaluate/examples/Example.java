package dev.roadloop.evaluate.examples;

/// An image in which a model is wrong.
///
/// @param image its id
/// @param fileName where it lies
/// @param missed how many objects were not found
/// @param confused how many were found, but as something else
/// @param invented how many detections lie on nothing
/// @param jpeg the picture with boxes as Base64 of a JPEG; empty when it could not be had
/// @param note why there is no picture; empty when there is one
public record Example(
        long image,
        String fileName,
        int missed,
        int confused,
        int invented,
        String jpeg,
        String note) {}
