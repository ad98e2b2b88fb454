package dev.roadloop.models.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.domain.Sha256;
import dev.roadloop.models.approval.ApprovalRequest.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

class ApprovalStoreTest {

    /// DynamoDB refuses it while the vote is taken; DynamoDB Local never does.
    @Test
    void anEndThatMeetsAVoteIsNoEnd() {
        Sha256 some = Sha256.of(new byte[0]);
        ApprovalRequest request =
                new ApprovalRequest(
                        "q-1",
                        "street",
                        "3",
                        "production",
                        2,
                        some,
                        some,
                        "promotions/street/3/q-1/",
                        Instant.EPOCH,
                        State.PENDING,
                        "token",
                        0);

        assertThat(new ApprovalStore(new Busy(), "approvals").end(request, State.APPROVED))
                .isFalse();
    }

    private static final class Busy implements DynamoDbClient {
        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            throw TransactionConflictException.builder().statusCode(400).build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
