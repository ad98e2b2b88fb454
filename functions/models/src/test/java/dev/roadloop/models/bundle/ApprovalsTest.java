package dev.roadloop.models.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.Candidate;
import dev.roadloop.models.TestKey;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Outcome;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import dev.roadloop.models.card.CardText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle whose decision asks for approvals proves who gave them.
class ApprovalsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Vote ADA = new Vote("arn:ada", Choice.APPROVE, "", NOON);
    private static final Vote GRACE = new Vote("arn:grace", Choice.APPROVE, "seen", NOON);

    private final TestKey key = new TestKey("k");

    @TempDir private Path folder;

    @Test
    void showsWhoApproved() throws IOException {
        SortedMap<String, byte[]> files = sealed();
        files.put(Approvals.FILE, approvals(files, Outcome.APPROVED, ADA, GRACE));

        PromotionBundle.Verified verified = verify(files);

        assertThat(verified.promotable()).isTrue();
        assertThat(verified.approval().orElseThrow().approvers())
                .containsExactly("arn:ada", "arn:grace");
    }

    @Test
    void isNoPromotionWithoutThem() throws IOException {
        assertThatThrownBy(() -> verify(sealed()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("asks for 2 approvals");
    }

    @Test
    void showsWhoRejectedItAndWhy() throws IOException {
        SortedMap<String, byte[]> files = sealed();
        Vote no = new Vote("arn:eve", Choice.REJECT, "blind at night", NOON);
        files.put(Approvals.FILE, approvals(files, Outcome.REJECTED, ADA, no));

        PromotionBundle.Verified verified = verify(files);

        assertThat(verified.promotable()).isFalse();
        assertThat(verified.approval().orElseThrow().votes()).contains(no);
    }

    @Test
    void theApprovalsOfAnotherDecisionAreRefused() throws IOException {
        SortedMap<String, byte[]> files = sealed();
        // The same decision signed again has another signature.
        files.put(Approvals.FILE, approvals(sealed(), Outcome.APPROVED, ADA, GRACE));

        assertThatThrownBy(() -> verify(files)).hasMessageContaining("found those of another");
    }

    @Test
    @Tag("slow")
    void anyChangedByteIsRefused() throws IOException {
        SortedMap<String, byte[]> files = sealed();
        byte[] signed = approvals(files, Outcome.APPROVED, ADA, GRACE);
        for (int at = 0; at < signed.length; at += 7) {
            byte[] changed = signed.clone();
            changed[at] ^= 1;
            files.put(Approvals.FILE, changed);
            assertThatThrownBy(() -> verify(files))
                    .as("byte %d", at)
                    .isInstanceOf(CallerException.class);
        }
    }

    @Test
    void oneWhoApprovesTwiceIsNotTwo() {
        assertThatThrownBy(() -> record(Outcome.APPROVED, ADA, ADA))
                .hasMessageContaining("voted twice");
        assertThatThrownBy(() -> record(Outcome.APPROVED, ADA))
                .hasMessageContaining("1 approvals of 2");
        assertThatThrownBy(() -> record(Outcome.EXPIRED, ADA, GRACE))
                .hasMessageContaining("do not lead");
        assertThatThrownBy(() -> new Vote("arn:eve", Choice.REJECT, " ", NOON))
                .hasMessageContaining("without a reason");
    }

    private SortedMap<String, byte[]> sealed() {
        return new TreeMap<>(
                PromotionBundle.seal(
                        new PromotionBundle.Application(
                                "detector",
                                "3",
                                Candidate.MODEL,
                                Candidate.POLICY,
                                new Candidate().statements().stream().map(key::signed).toList(),
                                CardText.NONE,
                                2),
                        key.trusted(),
                        key));
    }

    private byte[] approvals(Map<String, byte[]> files, Outcome outcome, Vote... votes) {
        return Approvals.sign(
                record(outcome, votes),
                Candidate.MODEL,
                Sha256.of(files.getOrDefault("decision.dsse.json", new byte[0])),
                key);
    }

    private static ApprovalRecord record(Outcome outcome, Vote... votes) {
        return new ApprovalRecord("detector", "3", "production", 2, outcome, List.of(votes));
    }

    private PromotionBundle.Verified verify(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return PromotionBundle.verify(folder, Optional.of(key.trusted()));
    }
}
