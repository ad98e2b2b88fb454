package dev.roadloop.simdrive;

/// How a generated drive is written.
public enum DriveFormat {
    /// MCAP with the profile `ros2`, CDR messages, Zstandard.
    MCAP("mcap"),
    /// ROS 1 bag, LZ4.
    BAG("bag");

    private final String extension;

    DriveFormat(String extension) {
        this.extension = extension;
    }

    /// The usual end of a file's name, without the dot.
    public String extension() {
        return extension;
    }
}
