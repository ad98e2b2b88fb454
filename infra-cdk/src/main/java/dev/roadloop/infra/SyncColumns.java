package dev.roadloop.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.glue.CfnTable;

/// The columns of the synchronised table that Athena is told of. The convert job makes them of a
/// drive's topics, `<topic>_<field>`, so a fleet whose topics have other names adds its own here:
/// what is declared and not in a drive's file is null, what is in the file and not declared cannot
/// be asked for. `docs/reference/synchronised-table.md` says how columns are named.
final class SyncColumns {

    private SyncColumns() {}

    /// A sensor's topic as it stands in keys, and its columns as `name type`.
    private record Sensor(String topic, List<String> columns) {}

    private static final List<String> VELOCITY =
            List.of(
                    "twist_linear_x double",
                    "twist_linear_y double",
                    "twist_linear_z double",
                    "twist_angular_x double",
                    "twist_angular_y double",
                    "twist_angular_z double");

    /// Those of a car with a front camera, a lidar, satellite navigation, an inertial unit and its
    /// own speed, pedals and steering, named as generated drives name them.
    private static final List<Sensor> SENSORS =
            List.of(
                    new Sensor(
                            "camera_front_image_compressed",
                            List.of("frame_time bigint", "frame_key string")),
                    new Sensor(
                            "gps_fix",
                            List.of(
                                    "status_status bigint",
                                    "status_service bigint",
                                    "latitude double",
                                    "longitude double",
                                    "altitude double",
                                    "position_covariance_type bigint")),
                    new Sensor("gps_vel", VELOCITY),
                    new Sensor(
                            "imu_data",
                            List.of(
                                    "orientation_x double",
                                    "orientation_y double",
                                    "orientation_z double",
                                    "orientation_w double",
                                    "angular_velocity_x double",
                                    "angular_velocity_y double",
                                    "angular_velocity_z double",
                                    "linear_acceleration_x double",
                                    "linear_acceleration_y double",
                                    "linear_acceleration_z double")),
                    new Sensor("lidar_points", List.of("frame_time bigint")),
                    new Sensor("vehicle_brake", List.of("data double")),
                    new Sensor("vehicle_speed", VELOCITY),
                    new Sensor("vehicle_steering_angle_deg", List.of("data double")));

    /// All columns, the row's time first.
    static List<CfnTable.ColumnProperty> all() {
        List<CfnTable.ColumnProperty> columns = new ArrayList<>();
        columns.add(SignalTables.column("time", "bigint"));
        for (Sensor sensor : SENSORS) {
            for (String column : sensor.columns()) {
                String[] parts = column.split(" ", -1);
                columns.add(SignalTables.column(sensor.topic() + "_" + parts[0], parts[1]));
            }
        }
        return columns;
    }
}
