package dev.roadloop.models.approval;

import dev.roadloop.domain.Sha256;
import dev.roadloop.models.approval.ApprovalRequest.State;
import java.time.InstantSource;

/// Puts a promotion up for votes. The execution that asks waits for its task token; where people
/// have decided before, as a redriven execution finds, it is told at once.
final class OpenApproval {
    private final ApprovalStore store;
    private final TaskTokens tokens;
    private final InstantSource clock;

    OpenApproval(ApprovalStore store, TaskTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// What to put up for votes.
    ///
    /// @param id of the qualification
    /// @param sha256 digest of the packaged model
    /// @param decision digest of the signed decision
    /// @param bundle what the keys of its bundle begin with
    /// @param taskToken of the execution that waits
    record Request(
            String id,
            String model,
            String version,
            String alias,
            int required,
            Sha256 sha256,
            Sha256 decision,
            String bundle,
            String taskToken)
            implements ApprovalRequest.Asked {
        Request {
            if (id == null
                    || model == null
                    || version == null
                    || alias == null
                    || required < 1
                    || sha256 == null
                    || decision == null
                    || bundle == null
                    || taskToken == null) {
                throw new IllegalArgumentException("expected a request with all its fields");
            }
        }
    }

    /// How it stands.
    record Opened(String state) {}

    Opened open(Request request) {
        ApprovalRequest opened =
                store.open(ApprovalRequest.opened(request, clock.instant(), request.taskToken()));
        if (opened.state() != State.PENDING) {
            tokens.wake(opened);
        }
        return new Opened(opened.state().name());
    }
}
