package dev.roadloop.models.approval;

import dev.roadloop.models.approval.ApprovalRequest.State;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes people's votes on a promotion. A person counts once, however often they approve; one
/// rejection ends it; what comes after the end changes nothing and is told how it ended.
final class CastVote {
    private final ApprovalStore store;
    private final TaskTokens tokens;
    private final InstantSource clock;

    CastVote(ApprovalStore store, TaskTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// How a vote was taken.
    enum Taking {
        /// It counts.
        COUNTED,
        /// Its author had voted so before, and the request did not end otherwise: it counts once.
        COUNTED_BEFORE,
        /// The request waits for votes no longer.
        TOO_LATE,
        /// There is no such request.
        NOTHING_TO_VOTE_ON,
        /// More than one request waits: say which alias, or which qualification.
        WHICH_PROMOTION
    }

    /// What a vote led to.
    ///
    /// @param taking how it was taken
    /// @param request as it stands now; null if there is none
    /// @param votes that count
    record Result(Taking taking, @Nullable ApprovalRequest request, List<Vote> votes) {}

    /// Takes a vote.
    ///
    /// @param approver the principal that signed the call
    /// @param alias null for whichever waits
    /// @param qualification its id; null for whichever waits
    Result cast(
            String model,
            String version,
            @Nullable String alias,
            @Nullable String qualification,
            String approver,
            Choice choice,
            String reason) {
        List<ApprovalRequest> all =
                store.requests(model, version).stream()
                        .filter(request -> alias == null || request.alias().equals(alias))
                        .filter(request ->
                                qualification == null || request.id().equals(qualification))
                        .toList();
        List<ApprovalRequest> waiting =
                all.stream().filter(request -> request.state() == State.PENDING).toList();
        if (all.isEmpty()) {
            return new Result(Taking.NOTHING_TO_VOTE_ON, null, List.of());
        }
        if (waiting.size() > 1) {
            return new Result(Taking.WHICH_PROMOTION, null, List.of());
        }
        Vote vote = new Vote(approver, choice, reason, clock.instant());
        ApprovalRequest request = waiting.isEmpty() ? all.getLast() : waiting.getFirst();
        boolean taken = !waiting.isEmpty() && store.take(request, vote);
        ApprovalRequest now = settled(request);
        List<Vote> votes = store.votes(now);
        boolean before =
                led(choice, now.state())
                        && votes.stream()
                                .anyMatch(one ->
                                        one.person().equals(vote.person())
                                                && one.choice() == choice);
        Taking taking = taken ? Taking.COUNTED : before ? Taking.COUNTED_BEFORE : Taking.TOO_LATE;
        return new Result(taking, now, votes);
    }

    /// Whether who wanted this may still get it, or got it: to vote so again after another end is
    /// too late.
    private static boolean led(Choice choice, State state) {
        return switch (state) {
            case PENDING -> true;
            case APPROVED -> choice == Choice.APPROVE;
            case REJECTED -> choice == Choice.REJECT;
            case EXPIRED -> false;
        };
    }

    /// Ends a request that votes have decided, and wakes its execution. Done with every vote, so
    /// that whoever votes again mends what a crash left undone. An end that a vote came before is
    /// looked at again, with that vote.
    private ApprovalRequest settled(ApprovalRequest request) {
        ApprovalRequest now = again(request);
        while (now.state() == State.PENDING) {
            Optional<State> end = end(now, store.votes(now));
            if (end.isEmpty()) {
                return now;
            }
            now = store.end(now, end.get()) ? now.in(end.get()) : again(now);
        }
        tokens.wake(now);
        return now;
    }

    private ApprovalRequest again(ApprovalRequest request) {
        return store.find(request.model(), request.version(), request.id()).orElse(request);
    }

    /// What votes lead to; empty if to nothing yet.
    static Optional<State> end(ApprovalRequest request, List<Vote> votes) {
        long approvals = votes.stream().filter(vote -> vote.choice() == Choice.APPROVE).count();
        if (approvals < votes.size()) {
            return Optional.of(State.REJECTED);
        }
        return approvals >= request.required() ? Optional.of(State.APPROVED) : Optional.empty();
    }
}
