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

    /// One that nobody has voted on.
    static ApprovalRequest opened(Asked asked, Instant openedAt, String token) {
        return new ApprovalRequest(
                asked.id(),
                asked.model(),
                asked.version(),
                asked.alias(),
                asked.required(),
                asked.sha256(),
                asked.decision(),
                asked.bundle(),
                openedAt,
                State.PENDING,
                token,
                0);
    }

    /// What the machine says of a promotion, whichever of its functions it calls.
    interface Asked {
        /// Of the qualification.
        String id();

        /// The registered model's name.
        String model();

        /// Its version.
        String version();

        /// That it is to be promoted to.
        String alias();

        /// How many different people must approve.
        int required();

        /// Digest of the packaged model.
        Sha256 sha256();

        /// Digest of the signed decision.
        Sha256 decision();

        /// What the keys of the decision's bundle begin with.
        String bundle();
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
