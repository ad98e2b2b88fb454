package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.domain.VehicleId;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/// Vehicles that tests drive.
final class Vehicles {

    private Vehicles() {}

    /// Gives a vehicle a policy of its own: its pictures are redacted as any others, but how much
    /// is found is not measured, which takes longer than redacting a short drive.
    static void withoutCanaries(Platform platform, String vehicle) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        Canaries measured = bundled.canaries();
        RedactionPolicy policy =
                new RedactionPolicy(
                        "unmeasured",
                        1,
                        bundled.rangeSeconds(),
                        bundled.gapFrames(),
                        bundled.gapSeconds(),
                        bundled.jpegQuality(),
                        bundled.detector(),
                        new Canaries(0, List.of(), measured.coverage(), measured.confidence()),
                        bundled.floors());
        String key = DriveKeys.redactionPolicy(new VehicleId(vehicle));
        platform.clients()
                .s3()
                .putObject(
                        request -> request.bucket(platform.goldBucket()).key(key),
                        RequestBody.fromBytes(Json.bytes(policy)));
    }
}
