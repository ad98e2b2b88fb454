package dev.roadloop.models.approval;

import dev.roadloop.aws.Bucket;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.approval.ApprovalRequest.State;
import dev.roadloop.models.bundle.ApprovalRecord;
import dev.roadloop.models.bundle.ApprovalRecord.Outcome;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import dev.roadloop.models.bundle.Approvals;
import dev.roadloop.models.bundle.StatementSigner;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends the wait for votes and adds what came of it, signed, to the decision's bundle. What counts
/// is the table, not what the execution was told: whoever may send task tokens cannot approve by
/// them.
final class ConcludeApproval {
    private static final int MOST_BYTES = 1 << 20;
    private static final String NO_TOKEN = "none";

    private final ApprovalStore store;
    private final Bucket gold;
    private final StatementSigner signer;

    private final InstantSource clock;

    ConcludeApproval(
            ApprovalStore store, Bucket gold, StatementSigner signer, InstantSource clock) {
        this.clock = clock;
        this.store = store;
        this.gold = gold;
        this.signer = signer;
    }

    /// What to conclude.
    ///
    /// @param required how many different people must approve
    /// @param sha256 digest of the packaged model
    /// @param decision digest of the signed decision
    /// @param bundle what the keys of its bundle begin with
    /// @param timedOut whether the execution waits no longer
    record Request(
            String id,
            String model,
            String version,
            String alias,
            int required,
            Sha256 sha256,
            Sha256 decision,
            String bundle,
            boolean timedOut)
            implements ApprovalRequest.Asked {
        Request {
            if (id == null
                    || model == null
                    || version == null
                    || alias == null
                    || required < 1
                    || sha256 == null
                    || decision == null
                    || bundle == null) {
                throw new IllegalArgumentException("expected a request with all its fields");
            }
        }
    }

    /// What came of it.
    ///
    /// @param outcome how it ended
    /// @param approvers who approved
    /// @param evidence digest of the signed record
    /// @param reason why it was rejected; absent if it was not
    record Concluded(
            String outcome, List<String> approvers, Sha256 evidence, @Nullable String reason) {}

    /// @throws CallerException when nobody has decided, and time is not up
    Concluded conclude(Request request) {
        if (request.timedOut()) {
            opened(request);
        }
        ApprovalRequest found = found(request);
        while (found.state() == State.PENDING && request.timedOut()) {
            State end = CastVote.end(found, store.votes(found)).orElse(State.EXPIRED);
            found = store.end(found, end) ? found.in(end) : found(request);
        }
        if (found.state() == State.PENDING) {
            throw new CallerException(
                    "qualification "
                            + request.id()
                            + " was woken before people had decided; expected "
                            + found.required()
                            + " approvals or a rejection; redrive it to wait again");
        }
        List<Vote> votes = store.votes(found);
        ApprovalRecord record =
                new ApprovalRecord(
                        found.model(),
                        found.version(),
                        found.alias(),
                        found.required(),
                        Outcome.valueOf(found.state().name()),
                        votes);
        return new Concluded(
                record.outcome().name(),
                record.approvers(),
                Sha256.of(kept(found, record)),
                reason(votes).orElse(null));
    }

    /// Time may end before the request was put up for votes, where the function that does so is
    /// slow or failed: then it ends with no votes, and cannot be put up any more.
    private void opened(Request request) {
        if (store.find(request.model(), request.version(), request.id()).isEmpty()) {
            store.open(ApprovalRequest.opened(request, clock.instant(), NO_TOKEN));
        }
    }

    private ApprovalRequest found(Request request) {
        return store.find(request.model(), request.version(), request.id())
                .orElseThrow(() ->
                        new InternalException(
                                "qualification " + request.id() + " has no approval to conclude"));
    }

    /// Written once: another run's signature would be another, and the alias's record names this.
    private byte[] kept(ApprovalRequest request, ApprovalRecord record) {
        String key = request.bundle() + Approvals.FILE;
        byte[] made = Approvals.sign(record, request.sha256(), request.decision(), signer);
        if (gold.putIfAbsent(key, made, "application/json")) {
            return made;
        }
        return gold.get(key, MOST_BYTES)
                .orElseThrow(() -> new InternalException(gold.at(key) + " vanished"));
    }

    private static Optional<String> reason(List<Vote> votes) {
        return votes.stream()
                .filter(vote -> vote.choice() == ApprovalRecord.Choice.REJECT)
                .map(vote -> vote.approver() + ": " + vote.reason())
                .findFirst();
    }
}
