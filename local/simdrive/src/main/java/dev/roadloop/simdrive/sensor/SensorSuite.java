package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosType;
import dev.roadloop.simdrive.world.World;
import java.util.List;

/// All sensors of the ego vehicle but the camera, with their rates and latencies.
public final class SensorSuite {

    private SensorSuite() {}

    /// The streams of one drive.
    ///
    /// @param seed fixes all noise
    public static List<Stream> of(World world, Place place, long seed) {
        Gnss gnss = new Gnss(place, seed + 1);
        Imu imu = new Imu(seed + 2);
        VehicleBus bus = new VehicleBus(seed + 3);
        Lidar lidar = new Lidar(world, seed + 4);
        return List.of(
                new Stream("/gps/fix", RosType.NAV_SAT_FIX, 10, 0.004, 0.062, gnss::fix),
                new Stream("/gps/vel", RosType.TWIST_STAMPED, 10, 0.004, 0.063, gnss::velocity),
                new Stream("/imu/data", RosType.IMU, 100, 0, 0.002, imu::read),
                new Stream("/vehicle/speed", RosType.TWIST_STAMPED, 50, 0.003, 0.005, bus::speed),
                new Stream(
                        "/vehicle/steering_angle_deg",
                        RosType.FLOAT64,
                        50,
                        0.005,
                        0.004,
                        bus::steering),
                new Stream("/vehicle/brake", RosType.FLOAT64, 50, 0.007, 0.004, bus::brake),
                new Stream("/can/bus0", RosType.CAN_FRAME, 150, 0.001, 0.001, bus::frame),
                new Stream("/lidar/points", RosType.POINT_CLOUD2, 10, 0.02, 0.045, lidar::scan));
    }
}
