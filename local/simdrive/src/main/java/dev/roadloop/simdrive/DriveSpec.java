package dev.roadloop.simdrive;

import dev.roadloop.simdrive.sensor.Place;
import dev.roadloop.simdrive.world.CameraModel;
import java.time.Instant;

/// What to generate. Equal specifications give equal drives, byte for byte.
///
/// @param scenario what happens
/// @param seconds length of the drive, 1 to 600
/// @param seed fixes everything that is left to chance
/// @param camera the front camera
/// @param format of the recording
/// @param start moment of the first reading
/// @param place where the world's origin lies
public record DriveSpec(
        Scenario scenario,
        double seconds,
        long seed,
        CameraModel camera,
        DriveFormat format,
        Instant start,
        Place place) {

    private static final Instant FIRST_DAY = Instant.parse("2026-05-04T09:00:00Z");
    private static final Place TOWN = new Place(49.0094, 8.4044, 116);

    /// Checks the length.
    public DriveSpec {
        if (!(seconds >= 1 && seconds <= 600)) {
            throw new IllegalArgumentException(
                    "a drive of " + seconds + " s: the length must be 1 to 600 s");
        }
    }

    /// A drive with a 1280x720 camera, written as MCAP; seed and scenario also choose the day.
    public static DriveSpec of(Scenario scenario, double seconds, long seed) {
        Instant start =
                FIRST_DAY.plusSeconds(
                        Math.floorMod(seed, 365) * 86_400 + scenario.ordinal() * 1_800L);
        return new DriveSpec(
                scenario,
                seconds,
                seed,
                CameraModel.front(1280, 720),
                DriveFormat.MCAP,
                start,
                TOWN);
    }

    /// The same drive with another camera.
    public DriveSpec withCamera(CameraModel other) {
        return new DriveSpec(scenario, seconds, seed, other, format, start, place);
    }

    /// The same drive in another format.
    public DriveSpec withFormat(DriveFormat other) {
        return new DriveSpec(scenario, seconds, seed, camera, other, start, place);
    }
}
