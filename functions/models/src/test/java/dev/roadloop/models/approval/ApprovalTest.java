package dev.roadloop.models.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.approval.ApprovalApi.Answer;
import dev.roadloop.models.approval.CastVote.Taking;
import dev.roadloop.models.bundle.ApprovalRecord;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private static final Sha256 MODEL = digest("model");
    private static final Sha256 DECISION = digest("decision");
    private static final String ADA = "arn:aws:iam::123456789012:user/ada";
    private static final String GRACE = "arn:aws:iam::123456789012:user/grace";

    private final TestApprovals cloud = new TestApprovals();
    private final ApprovalStore store = cloud.store();
    private final CastVote votes =
            new CastVote(store, cloud.tokens(), () -> Instant.parse("2026-11-21T15:00:00Z"));
    private final ConcludeApproval conclude =
            new ConcludeApproval(store, cloud.gold(), cloud.key, () -> Instant.EPOCH);

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void productionNeedsTwoDifferentPeople() {
        open("q", 2, "t1");

        assertThat(vote(ADA, Choice.APPROVE).taking()).isEqualTo(Taking.COUNTED);
        assertThat(vote(ADA, Choice.APPROVE).taking()).isEqualTo(Taking.COUNTED_BEFORE);
        assertThat(cloud.woken).isEmpty();
        assertThat(vote(GRACE, Choice.APPROVE).taking()).isEqualTo(Taking.COUNTED);
        assertThat(cloud.woken).containsExactly("t1 {\"state\":\"APPROVED\"}");

        ConcludeApproval.Concluded concluded = conclude(false);
        assertThat(concluded.outcome()).isEqualTo("APPROVED");
        assertThat(concluded.approvers()).containsExactly(ADA, GRACE);
        assertThat(conclude(false).evidence()).isEqualTo(concluded.evidence());
    }

    @Test
    void aNameInOtherCasesOrWithASpaceIsTheSamePerson() {
        open("q", 2, "t1");
        vote(ADA, Choice.APPROVE);

        assertThat(vote("arn:aws:iam::123456789012:user/Ada", Choice.APPROVE).taking())
                .isEqualTo(Taking.COUNTED_BEFORE);
        assertThat(vote(ADA + " ", Choice.APPROVE).taking()).isEqualTo(Taking.COUNTED_BEFORE);
        assertThat(cloud.woken).isEmpty();
        assertThatThrownBy(() ->
                        new ApprovalRecord(
                                "detector",
                                "3",
                                "production",
                                2,
                                ApprovalRecord.Outcome.APPROVED,
                                List.of(
                                        new Vote(ADA, Choice.APPROVE, "", Instant.EPOCH),
                                        new Vote(
                                                ADA.replace("ada", "ADA"),
                                                Choice.APPROVE,
                                                "",
                                                Instant.EPOCH))))
                .hasMessageContaining("user/ADA voted twice");
    }

    @Test
    void oneRejectionEndsItEvenOfWhoHadApproved() {
        open("q", 2, "t1");
        vote(ADA, Choice.APPROVE);

        assertThat(
                        votes.cast(
                                        "detector",
                                        "3",
                                        null,
                                        null,
                                        ADA,
                                        Choice.REJECT,
                                        "blind at night")
                                .taking())
                .isEqualTo(Taking.COUNTED);
        assertThat(vote(GRACE, Choice.APPROVE).taking()).isEqualTo(Taking.TOO_LATE);
        assertThat(cloud.woken).containsExactly("t1 {\"state\":\"REJECTED\"}");
        assertThat(votes.cast("detector", "3", null, null, ADA, Choice.REJECT, "blind").taking())
                .isEqualTo(Taking.COUNTED_BEFORE);
        assertThat(conclude(false).outcome()).isEqualTo("REJECTED");
        assertThat(conclude(false).reason()).isEqualTo(ADA + ": blind at night");
    }

    @Test
    void afterTheTimeVotesChangeNothing() {
        open("q", 2, "t1");
        vote(ADA, Choice.APPROVE);
        assertThat(conclude(true).outcome()).isEqualTo("EXPIRED");

        CastVote.Result late = vote(GRACE, Choice.APPROVE);

        assertThat(late.taking()).isEqualTo(Taking.TOO_LATE);
        assertThat(late.request().state()).isEqualTo(ApprovalRequest.State.EXPIRED);
        assertThat(vote(ADA, Choice.APPROVE).taking()).as("again").isEqualTo(Taking.TOO_LATE);
        assertThat(conclude(true).approvers()).containsExactly(ADA);
    }

    @Test
    void timeThatEndsBeforeTheRequestIsPutUpEndsItWithoutVotes() {
        assertThat(conclude(true).outcome()).isEqualTo("EXPIRED");

        assertThat(vote(ADA, Choice.APPROVE).taking()).isEqualTo(Taking.TOO_LATE);
        assertThat(open("q", 2, "late").state()).isEqualTo("EXPIRED");
        assertThat(conclude(true).approvers()).isEmpty();
    }

    @Test
    void whatWasApprovedJustBeforeTheTimeEndedIsApproved() {
        open("q", 1, "t1");
        cloud.gone.add("t1");
        vote(ADA, Choice.APPROVE);

        assertThat(conclude(true).outcome()).isEqualTo("APPROVED");
    }

    @Test
    void whoeverSendsTheTokenCannotApproveByIt() {
        open("q", 2, "t1");
        vote(ADA, Choice.APPROVE);

        assertThatThrownBy(() -> conclude(false))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("woken before people had decided");
    }

    @Test
    void aRedrivenExecutionIsToldWhatWasDecidedBefore() {
        open("q", 1, "t1");
        vote(ADA, Choice.APPROVE);

        assertThat(open("q", 1, "t2").state()).isEqualTo("APPROVED");
        assertThat(cloud.woken)
                .containsExactly("t1 {\"state\":\"APPROVED\"}", "t2 {\"state\":\"APPROVED\"}");
    }

    @Test
    void aRedrivenExecutionKeepsTheVotesThatItHas() {
        open("q", 2, "t1");
        vote(ADA, Choice.APPROVE);
        open("q", 2, "t2");
        vote(GRACE, Choice.APPROVE);

        assertThat(cloud.woken).containsExactly("t2 {\"state\":\"APPROVED\"}");
        assertThat(conclude(false).approvers()).containsExactly(ADA, GRACE);
    }

    @Test
    void aVoteWhoseAnswerWasLostIsFinishedByTheNext() {
        open("q", 1, "t1");
        ApprovalRequest request = store.find("detector", "3", "q").orElseThrow();
        assertThat(store.take(request, new Vote(ADA, Choice.APPROVE, "", Instant.EPOCH))).isTrue();
        assertThat(cloud.woken).isEmpty();

        assertThat(vote(ADA, Choice.APPROVE).taking()).isEqualTo(Taking.COUNTED_BEFORE);
        assertThat(cloud.woken).containsExactly("t1 {\"state\":\"APPROVED\"}");
    }

    @Test
    @Tag("slow")
    void votesAtOnceLeadToOneOutcomeThatTheyExplain() throws Exception {
        for (int round = 0; round < 8; round++) {
            String id = "q" + round;
            open(id, 2, id);
            List<Future<CastVote.Result>> running = new ArrayList<>();
            try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int person = 0; person < 6; person++) {
                    String who = "arn:aws:iam::1:user/" + person;
                    Choice choice = person == 5 ? Choice.REJECT : Choice.APPROVE;
                    running.add(
                            people.submit(() ->
                                    votes.cast("detector", "3", null, null, who, choice, "no")));
                }
            }
            for (Future<CastVote.Result> one : running) {
                one.get();
            }
            ConcludeApproval.Concluded concluded = conclude(id, false);
            ApprovalRequest request = store.find("detector", "3", id).orElseThrow();
            ApprovalRecord record =
                    new ApprovalRecord(
                            "detector",
                            "3",
                            "production",
                            2,
                            ApprovalRecord.Outcome.valueOf(concluded.outcome()),
                            store.votes(request));
            assertThat(record.votes()).isNotEmpty();
            assertThat(cloud.woken)
                    .filteredOn(woken -> woken.startsWith(id + " "))
                    .containsExactly(id + " {\"state\":\"" + concluded.outcome() + "\"}");
        }
    }

    @Test
    void theApiTakesWhoSignedTheCallForWhoVotes() throws Exception {
        ApprovalApi api = new ApprovalApi(store, votes);
        open("q", 2, "t1");

        Answer approved =
                api.answer(
                        call(
                                "POST",
                                ADA,
                                "{\"choice\":\"APPROVE\",\"approver\":\"" + GRACE + "\"}"));
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body().at("/votes/0/approver").asText()).isEqualTo(ADA);
        assertThat(api.answer(call("GET", "", "")).body().at("/requests/0/votes")).hasSize(1);
        assertThat(api.answer(call("POST", "", "{\"choice\":\"APPROVE\"}")).status())
                .isEqualTo(403);
        assertThat(api.answer(call("POST", GRACE, "{\"choice\":\"REJECT\"}")).body().path("error"))
                .hasToString("\"BAD_REASON\"");
        assertThat(api.answer(call("POST", GRACE, "{\"choice\":\"PERHAPS\"}")).status())
                .isEqualTo(400);
        assertThat(api.answer(call("POST", GRACE, "no json")).status()).isEqualTo(400);
        assertThat(api.answer(call("PUT", GRACE, "{}")).status()).isEqualTo(405);
    }

    @Test
    void theApiSaysWhatThereIsToVoteOn() throws Exception {
        ApprovalApi api = new ApprovalApi(store, votes);
        String approve = "{\"choice\":\"APPROVE\"}";
        assertThat(api.answer(call("POST", ADA, approve)).body().path("error").asText())
                .isEqualTo("NOTHING_TO_VOTE_ON");
        open("q", 1, "t1");
        new OpenApproval(store, cloud.tokens(), () -> Instant.EPOCH)
                .open(
                        new OpenApproval.Request(
                                "s", "detector", "3", "staging", 1, MODEL, DECISION, "b/", "t2"));
        assertThat(api.answer(call("POST", ADA, approve)).body().path("error").asText())
                .isEqualTo("WHICH_PROMOTION");

        Answer staged =
                api.answer(call("POST", ADA, "{\"choice\":\"APPROVE\",\"alias\":\"staging\"}"));
        assertThat(staged.body().path("state").asText()).isEqualTo("APPROVED");
        assertThat(cloud.woken).containsExactly("t2 {\"state\":\"APPROVED\"}");
    }

    @Test
    void ofTwoQualificationsForOneAliasEachCanBeVotedOn() throws Exception {
        ApprovalApi api = new ApprovalApi(store, votes);
        // Of an execution that somebody stopped: nothing ends it any more.
        open("stopped", 1, "t1");
        open("q", 1, "t2");

        String approve = "{\"choice\":\"APPROVE\",\"alias\":\"production\"}";
        assertThat(api.answer(call("POST", ADA, approve)).body().path("error").asText())
                .isEqualTo("WHICH_PROMOTION");
        Answer approved =
                api.answer(call("POST", ADA, approve.replace("}", ",\"qualification\":\"q\"}")));

        assertThat(approved.body().path("state").asText()).isEqualTo("APPROVED");
        assertThat(cloud.woken).containsExactly("t2 {\"state\":\"APPROVED\"}");
        Answer none =
                api.answer(call("POST", ADA, approve.replace("}", ",\"qualification\":\"r\"}")));
        assertThat(none.status()).isEqualTo(404);
    }

    private OpenApproval.Opened open(String id, int required, String token) {
        return new OpenApproval(store, cloud.tokens(), () -> Instant.EPOCH)
                .open(
                        new OpenApproval.Request(
                                id,
                                "detector",
                                "3",
                                "production",
                                required,
                                MODEL,
                                DECISION,
                                "promotions/" + id + "/",
                                token));
    }

    private CastVote.Result vote(String who, Choice choice) {
        return votes.cast("detector", "3", null, null, who, choice, "");
    }

    private ConcludeApproval.Concluded conclude(boolean timedOut) {
        return conclude("q", timedOut);
    }

    private ConcludeApproval.Concluded conclude(String id, boolean timedOut) {
        return conclude.conclude(
                new ConcludeApproval.Request(
                        id,
                        "detector",
                        "3",
                        "production",
                        2,
                        MODEL,
                        DECISION,
                        "promotions/detector/3/" + id + "/",
                        timedOut));
    }

    private static ObjectNode call(String method, String caller, String body) throws Exception {
        ObjectNode event = Json.jackson().createObjectNode();
        event.put("rawPath", "/approvals/detector/3").put("body", body);
        ObjectNode context = event.putObject("requestContext");
        context.putObject("http").put("method", method);
        if (!caller.isEmpty()) {
            context.putObject("authorizer").putObject("iam").put("userArn", caller);
        }
        return event;
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
