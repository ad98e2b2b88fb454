package dev.roadloop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// What DynamoDB Local never answers: it does one thing after another, and as many as one likes.
class AwsFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void aTransactionThatMetOthersMayPass(String reason) {
        assertThat(AwsFailures.translated("writing run 7", cancelled(reason)))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("writing run 7 failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConditionalCheckFailed", "ItemCollectionSizeLimitExceeded"})
    void aTransactionThatWantsWhatCannotBeIsRefused(String reason) {
        assertThat(AwsFailures.translated("writing run 7", cancelled(reason)))
                .isInstanceOf(CallerException.class)
                .hasMessageStartingWith("writing run 7 was refused");
    }

    @Test
    void aWriteThatMetATransactionMayPass() {
        assertThat(
                        AwsFailures.translated(
                                "writing run 7",
                                TransactionConflictException.builder().statusCode(400).build()))
                .isInstanceOf(TransientException.class);
    }

    private static SdkException cancelled(String reason) {
        return TransactionCanceledException.builder()
                .cancellationReasons(none -> none.code("None"), one -> one.code(reason))
                .statusCode(400)
                .build();
    }
}
