package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.domain.VehicleId;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Vehicles that tests drive.
public final class Vehicles {

    private Vehicles() {}

    /// Gives a vehicle a policy of its own: its pictures are redacted as any others, but how much
    /// is found is not measured, which takes longer than redacting a short drive.
    static void withoutCanaries(Platform platform, String vehicle) {
        withoutCanaries(platform.clients().s3(), platform.goldBucket(), vehicle);
    }

    /// The same for an embedded mode that a test has started by other means.
    ///
    /// @param gold name of the gold bucket
    public static void withoutCanaries(S3Client s3, String gold, String vehicle) {
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
        s3.putObject(
                request -> request.bucket(gold).key(key),
                RequestBody.fromBytes(Json.bytes(policy)));
    }
}
