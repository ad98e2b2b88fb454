package dev.roadloop.models.approval;

import dev.roadloop.domain.Sha256;
import java.time.Instant;

/// A promotion that waits, or waited, for votes.
///
/// @param id of the qualification
/// @param model the registered model's name
/// @param version its version
/// @param alias that it is to be promoted to
/// @param required how many different people must approve
/// @param sha256 digest of the packaged model
/// @param decision digest of the signed decision
/// @param bundle what the keys of the decision's bundle begin with
/// @param openedAt since when it waits
/// @param state how it stands
/// @param token by which the waiting execution is told
/// @param revision grows with every vote that is taken
record ApprovalRequest(
        String id,
        String model,
        String version,
        String alias,
        int required,
        Sha256 sha256,
        Sha256 decision,
        String bundle,
        Instant openedAt,
        State state,
        String token,
        long revision) {

    /// How a request stands.
    enum State {
        /// It waits for votes.
        PENDING,
        /// Enough people approved.
        APPROVED,
        /// Somebody rejected it.
        REJECTED,
        /// Too few people voted in time.
        EXPIRED
    }

    /// The same in another state.
    ApprovalRequest in(State other) {
        return new ApprovalRequest(
                id, model, version, alias, required, sha256, decision, bundle, openedAt, other,
                token, revision);
    }

    /// The same with another token.
    ApprovalRequest with(String other) {
        return new ApprovalRequest(
                id, model, version, alias, required, sha256, decision, bundle, openedAt, state,
                other, revision);
    }
}
