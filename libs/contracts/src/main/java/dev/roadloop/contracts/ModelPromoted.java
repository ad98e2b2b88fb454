package dev.roadloop.contracts;

import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Event: an alias leads to another version of a model.
///
/// @param eventId the same for every emission of the same event
/// @param qualification the name of the execution that promoted it
/// @param model the registered model's name
/// @param version the version that the alias leads to
/// @param sha256 digest of the packaged model
/// @param alias such as `production`
/// @param previousVersion the version that it led to before; absent if none
/// @param approvers who approved, as principal ARNs, sorted
/// @param bundle what the keys of the promotion's bundle begin with, in the gold bucket
/// @param promotedAt when
public record ModelPromoted(
        String eventId,
        String qualification,
        String model,
        String version,
        Sha256 sha256,
        String alias,
        @Nullable String previousVersion,
        List<String> approvers,
        String bundle,
        Instant promotedAt) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "ModelPromoted";

    /// @throws IllegalArgumentException when a field is missing, or nobody approved
    public ModelPromoted {
        Required.text(eventId, "eventId");
        Required.text(qualification, "qualification");
        Required.text(model, "model");
        Required.text(version, "version");
        Required.present(sha256, "sha256");
        Required.text(alias, "alias");
        Required.present(approvers, "approvers");
        Required.text(bundle, "bundle");
        Required.present(promotedAt, "promotedAt");
        approvers = List.copyOf(approvers);
        if (approvers.isEmpty()) {
            throw new IllegalArgumentException("the field \"approvers\" is empty");
        }
    }
}
