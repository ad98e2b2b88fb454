package dev.roadloop.simdrive.ros;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The standard message types that drives are written in, with their definitions in the languages
/// of ROS 1 and ROS 2.
///
/// Sources: the interface definitions of common_interfaces, geometry2 and can_msgs; the two
/// generations differ in the header, in the case of a few names, and in the spelling of types.
public enum RosType {
    TIME("builtin_interfaces/Time", "int32 sec\nuint32 nanosec"),
    HEADER("std_msgs/Header", "builtin_interfaces/Time stamp\nstring frame_id"),
    FLOAT64("std_msgs/Float64", "float64 data"),
    STRING("std_msgs/String", "string data"),
    VECTOR3("geometry_msgs/Vector3", "float64 x\nfloat64 y\nfloat64 z"),
    QUATERNION("geometry_msgs/Quaternion", "float64 x\nfloat64 y\nfloat64 z\nfloat64 w"),
    TWIST("geometry_msgs/Twist", "geometry_msgs/Vector3 linear\ngeometry_msgs/Vector3 angular"),
    TWIST_STAMPED(
            "geometry_msgs/TwistStamped", "std_msgs/Header header\ngeometry_msgs/Twist twist"),
    TRANSFORM(
            "geometry_msgs/Transform",
            "geometry_msgs/Vector3 translation\ngeometry_msgs/Quaternion rotation"),
    TRANSFORM_STAMPED(
            "geometry_msgs/TransformStamped",
            "std_msgs/Header header\nstring child_frame_id\ngeometry_msgs/Transform transform"),
    TF_MESSAGE("tf2_msgs/TFMessage", "geometry_msgs/TransformStamped[] transforms"),
    NAV_SAT_STATUS(
            "sensor_msgs/NavSatStatus",
            """
            int8 STATUS_NO_FIX=-1
            int8 STATUS_FIX=0
            int8 STATUS_SBAS_FIX=1
            int8 STATUS_GBAS_FIX=2
            int8 status
            uint16 SERVICE_GPS=1
            uint16 SERVICE_GLONASS=2
            uint16 SERVICE_COMPASS=4
            uint16 SERVICE_GALILEO=8
            uint16 service\
            """),
    NAV_SAT_FIX(
            "sensor_msgs/NavSatFix",
            """
            std_msgs/Header header
            sensor_msgs/NavSatStatus status
            float64 latitude
            float64 longitude
            float64 altitude
            float64[9] position_covariance
            uint8 COVARIANCE_TYPE_UNKNOWN=0
            uint8 COVARIANCE_TYPE_APPROXIMATED=1
            uint8 COVARIANCE_TYPE_DIAGONAL_KNOWN=2
            uint8 COVARIANCE_TYPE_KNOWN=3
            uint8 position_covariance_type\
            """),
    IMU(
            "sensor_msgs/Imu",
            """
            std_msgs/Header header
            geometry_msgs/Quaternion orientation
            float64[9] orientation_covariance
            geometry_msgs/Vector3 angular_velocity
            float64[9] angular_velocity_covariance
            geometry_msgs/Vector3 linear_acceleration
            float64[9] linear_acceleration_covariance\
            """),
    COMPRESSED_IMAGE(
            "sensor_msgs/CompressedImage", "std_msgs/Header header\nstring format\nuint8[] data"),
    REGION_OF_INTEREST(
            "sensor_msgs/RegionOfInterest",
            "uint32 x_offset\nuint32 y_offset\nuint32 height\nuint32 width\nbool do_rectify"),
    CAMERA_INFO(
            "sensor_msgs/CameraInfo",
            """
            std_msgs/Header header
            uint32 height
            uint32 width
            string distortion_model
            float64[] d
            float64[9] k
            float64[9] r
            float64[12] p
            uint32 binning_x
            uint32 binning_y
            sensor_msgs/RegionOfInterest roi\
            """),
    POINT_FIELD(
            "sensor_msgs/PointField",
            """
            uint8 INT8=1
            uint8 UINT8=2
            uint8 INT16=3
            uint8 UINT16=4
            uint8 INT32=5
            uint8 UINT32=6
            uint8 FLOAT32=7
            uint8 FLOAT64=8
            string name
            uint32 offset
            uint8 datatype
            uint32 count\
            """),
    POINT_CLOUD2(
            "sensor_msgs/PointCloud2",
            """
            std_msgs/Header header
            uint32 height
            uint32 width
            sensor_msgs/PointField[] fields
            bool is_bigendian
            uint32 point_step
            uint32 row_step
            uint8[] data
            bool is_dense\
            """),
    CAN_FRAME(
            "can_msgs/Frame",
            """
            std_msgs/Header header
            uint32 id
            bool is_rtr
            bool is_extended
            bool is_error
            uint8 dlc
            uint8[8] data\
            """);

    private static final String SEPARATOR = "=".repeat(80);

    private final String typeName;
    private final String definition;

    RosType(String typeName, String definition) {
        this.typeName = typeName;
        this.definition = definition;
    }

    /// The name in ROS 1, such as `sensor_msgs/Imu`.
    public String ros1Name() {
        return typeName;
    }

    /// The name in ROS 2, such as `sensor_msgs/msg/Imu`.
    public String ros2Name() {
        return typeName.replace("/", "/msg/");
    }

    /// The definition in ROS 2 with those of all types it refers to, as recordings carry it.
    public String ros2Definition() {
        return withParts(false);
    }

    /// The definition in ROS 1 with those of all types it refers to, as recordings carry it.
    public String ros1Definition() {
        return withParts(true);
    }

    /// The checksum by which ROS 1 tells whether two sides mean the same type.
    public String ros1Md5() {
        List<String> constants = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (String line : own(true).split("\n")) {
            String type = line.substring(0, line.indexOf(' '));
            RosType part = find(type.replace("[]", ""));
            if (line.contains("=")) {
                constants.add(line);
            } else {
                fields.add(part == null ? line : part.ros1Md5() + line.substring(type.length()));
            }
        }
        constants.addAll(fields);
        try {
            byte[] text = String.join("\n", constants).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java has no MD5; it is part of every Java runtime", e);
        }
    }

    private String withParts(boolean ros1) {
        Set<RosType> parts = new LinkedHashSet<>();
        collect(ros1, parts);
        StringBuilder text = new StringBuilder(own(ros1)).append('\n');
        for (RosType part : parts) {
            text.append(SEPARATOR)
                    .append("\nMSG: ")
                    .append(part.typeName)
                    .append('\n')
                    .append(part.own(ros1))
                    .append('\n');
        }
        return text.toString();
    }

    private void collect(boolean ros1, Set<RosType> parts) {
        for (String line : own(ros1).split("\n")) {
            RosType part = find(line.substring(0, line.indexOf(' ')).replace("[]", ""));
            if (part != null && parts.add(part)) {
                part.collect(ros1, parts);
            }
        }
    }

    private String own(boolean ros1) {
        if (!ros1) {
            return definition;
        }
        if (this == HEADER) {
            return "uint32 seq\ntime stamp\nstring frame_id";
        }
        return this == CAMERA_INFO
                ? definition
                        .replace("[] d\n", "[] D\n")
                        .replace(" k\n", " K\n")
                        .replace(" r\n", " R\n")
                        .replace(" p\n", " P\n")
                : definition;
    }

    private static @org.jspecify.annotations.Nullable RosType find(String name) {
        for (RosType type : values()) {
            if (type.typeName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
