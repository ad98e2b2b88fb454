package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.contracts.RedactionPolicy.Detector;
import dev.roadloop.contracts.RedactionPolicy.Model;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.evaluate.job.TinyOnnx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

    /// Gives a vehicle a policy by which its pictures are looked at by a model alone, and without
    /// canaries. The model lies in the gold bucket; it takes each of its 64 cells for a plate that
    /// is bright enough in any colour.
    ///
    /// @param threshold of brightness, 0 to 1
    static void withModel(Platform platform, String vehicle, double threshold) {
        byte[] onnx = TinyOnnx.model(0, "[\"red\",\"green\",\"blue\"]", Map.of());
        Model model =
                new Model(
                        "policies/redaction/" + vehicle + ".onnx",
                        Sha256.of(onnx),
                        "ROADLOOP",
                        List.of("plate", "plate", "plate"),
                        threshold);
        put(platform.clients().s3(), platform.goldBucket(), model.key(), onnx);
        looksWith(
                platform.clients().s3(),
                platform.goldBucket(),
                vehicle,
                new Detector(List.of(), List.of(model), "quick"),
                RedactionPolicy.bundled().rangeSeconds());
    }

    /// The same, and each worker redacts this much of a drive, if there are pictures enough.
    static void inRanges(Platform platform, String vehicle, double seconds) {
        looksWith(
                platform.clients().s3(),
                platform.goldBucket(),
                vehicle,
                RedactionPolicy.bundled().detector(),
                seconds);
    }

    /// As [#withoutCanaries] for an embedded mode that a test has started by other means.
    ///
    /// @param gold name of the gold bucket
    public static void withoutCanaries(S3Client s3, String gold, String vehicle) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        looksWith(s3, gold, vehicle, bundled.detector(), bundled.rangeSeconds());
    }

    /// Gives a vehicle a policy by which its drives are converted: other times in the synchronised
    /// table, and the CAN signals of generated drives.
    ///
    /// @param dbc the database of those
    static void withCan(Platform platform, String vehicle, byte[] dbc) {
        S3Client s3 = platform.clients().s3();
        put(s3, platform.goldBucket(), DriveKeys.canDatabase("simdrive.dbc"), dbc);
        put(
                s3,
                platform.goldBucket(),
                DriveKeys.conversionPolicy(new VehicleId(vehicle)),
                """
                {"id": "generated", "version": 7, "sync": {"rateHz": 20},
                 "can": [{"topics": "/can/*", "dbc": "simdrive.dbc"}]}
                """
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void looksWith(
            S3Client s3, String gold, String vehicle, Detector detector, double rangeSeconds) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        Canaries measured = bundled.canaries();
        RedactionPolicy policy =
                new RedactionPolicy(
                        "unmeasured",
                        1,
                        rangeSeconds,
                        bundled.gapFrames(),
                        bundled.gapSeconds(),
                        bundled.jpegQuality(),
                        detector,
                        new Canaries(0, List.of(), measured.coverage(), measured.confidence()),
                        bundled.floors());
        put(s3, gold, DriveKeys.redactionPolicy(new VehicleId(vehicle)), Json.bytes(policy));
    }

    private static void put(S3Client s3, String gold, String key, byte[] content) {
        s3.putObject(request -> request.bucket(gold).key(key), RequestBody.fromBytes(content));
    }
}
