package dev.roadloop.evaluate.coco;

/// One of the images of a ground truth.
///
/// @param fileName where it lies, relative to the folder of images; empty when the file does not
///   say
/// @param width in pixels, 0 when the file does not say
/// @param height in pixels, 0 when the file does not say
public record ImageEntry(String fileName, int width, int height) {}
