package dev.roadloop.convert.lidar;

/// A message that is no point cloud that can be converted, with what was expected and found.
final class RefusedCloudException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedCloudException(String message) {
        super(message);
    }
}
