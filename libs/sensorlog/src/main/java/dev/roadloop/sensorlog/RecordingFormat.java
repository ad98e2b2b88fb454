package dev.roadloop.sensorlog;

/// The file formats of recordings.
public enum RecordingFormat {
    /// MCAP, version 0: https://mcap.dev/spec
    MCAP,
    /// ROS 1 bag, version 2.0: http://wiki.ros.org/Bags/Format/2.0
    ROS1_BAG,
    /// rosbag2 with SQLite storage: https://github.com/ros2/rosbag2
    ROSBAG2_SQLITE,
    /// MP4 or QuickTime file of a camera, which is read and never written
    MP4
}
