package dev.roadloop.training.registry;

import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.Map;

/// Enters a packaged model into the registry as a version, once: the same model from the same place
/// is the version that it was before, whatever is called twice or at the same time.
public final class RegisterVersion {
    private final ModelRegistry registry;

    public RegisterVersion(TrackingTable table, InstantSource clock) {
        this.registry = new ModelRegistry(table, clock);
    }

    /// What to enter.
    ///
    /// @param model the registered model; made if there is none of the name
    /// @param source where the package lies
    /// @param sha256 of the model itself
    public record Request(String model, String source, String sha256) {
        public Request {
            if (model == null || model.isBlank() || source == null || source.isBlank()) {
                throw new IllegalArgumentException(
                        "expected model and source, found %s and %s".formatted(model, source));
            }
            if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "sha256: expected 64 hexadecimal digits, found " + sha256);
            }
        }
    }

    /// @param version its number, such as `3`
    public record Registered(String version) {}

    /// Enters it.
    public Registered register(Request request) {
        registry.ensure(request.model());
        ModelVersion version =
                registry.versionOnce(
                        request.model(),
                        Map.of("source", request.source()),
                        Map.of(GuardedVersions.DIGEST, request.sha256()));
        return new Registered(Integer.toString(version.number()));
    }
}
