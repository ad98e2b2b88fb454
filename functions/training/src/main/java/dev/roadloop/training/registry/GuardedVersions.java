package dev.roadloop.training.registry;

import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What clients may not change of a version, as people approved it by that.
final class GuardedVersions {
    /// The tag by which a version says which model it is.
    static final String DIGEST = "roadloop.sha256";

    /// The tags that say which model a version is and which file of its source.
    private static final Set<String> IDENTITY = Set.of(DIGEST, "roadloop.artifact");

    private final ModelRegistry registry;

    GuardedVersions(ModelRegistry registry) {
        this.registry = registry;
    }

    /// MLflow's stage of the same name, which clients may load models by, follows the alias.
    ///
    /// @throws TrackingException if the version may not get there
    void checkStage(ModelVersion version, Stage stage) {
        String number = Integer.toString(version.number());
        Map<String, String> aliases = registry.get(version.name()).aliases();
        if (stage == Stage.PRODUCTION && !number.equals(aliases.get(GuardedAliases.PRODUCTION))) {
            throw new TrackingException(
                    ErrorCode.PERMISSION_DENIED,
                    "Version %s of %s: the stage Production is for the version that the alias production leads to; that alias moves by promotion and rollback only"
                            .formatted(number, version.name()));
        }
    }

    /// Which model a version is was decided about, and does not change afterwards.
    ///
    /// @param value the tag's new one; null to delete it
    /// @throws TrackingException if it would
    static void checkTag(ModelVersion version, String key, @Nullable String value) {
        if (IDENTITY.contains(key)
                && version.tags().containsKey(DIGEST)
                && !Objects.equals(version.tags().get(key), value)) {
            throw new TrackingException(
                    ErrorCode.PERMISSION_DENIED,
                    "Version %d of %s is registered as the model %s, which the tag %s cannot change; create another version"
                            .formatted(
                                    version.number(),
                                    version.name(),
                                    version.tags().get(DIGEST),
                                    key));
        }
    }
}
