package dev.roadloop.models.approval;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.models.approval.ApprovalRequest.State;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Requests and votes in a table with the keys `pk`, `<model>#<version>`, and `sk`, `REQUEST#<id>`
/// or `VOTE#<id>#<person>`. Every write is conditional: a request leaves `PENDING` once, and a vote
/// is only taken while it is there.
public final class ApprovalStore {
    private static final String REQUEST = "REQUEST#";
    private static final String VOTE = "VOTE#";
    private static final String STATE = "approvalState";
    private static final String CHOICE = "choice";
    private static final String REVISION = "revision";
    private static final int ATTEMPTS = 8;

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param dynamo the client; stays the caller's
    public ApprovalStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Opens a request; one that is there already keeps all but its token, which is the newest
    /// execution step's.
    ///
    /// @return the request as it stands
    ApprovalRequest open(ApprovalRequest request) {
        if (written(
                () ->
                        dynamo.putItem(put ->
                                put.tableName(table)
                                        .item(item(request))
                                        .conditionExpression("attribute_not_exists(pk)")))) {
            return request;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ApprovalRequest known =
                    find(request.model(), request.version(), request.id()).orElse(request);
            ApprovalRequest renewed = known.with(request.token());
            if (put(renewed, known.state())) {
                return renewed;
            }
        }
        throw new TransientException(
                "qualification " + request.id() + ": too many vote at once; open it again");
    }

    /// A request; empty if there is none.
    Optional<ApprovalRequest> find(String model, String version, String id) {
        return requests(model, version).stream()
                .filter(request -> request.id().equals(id))
                .findFirst();
    }

    /// All requests about a version, the oldest first.
    List<ApprovalRequest> requests(String model, String version) {
        return list(model, version, REQUEST).stream()
                .map(ApprovalStore::request)
                .sorted(java.util.Comparator.comparing(ApprovalRequest::openedAt))
                .toList();
    }

    /// The votes on a request, in the order of those who gave them.
    List<Vote> votes(ApprovalRequest request) {
        return list(request.model(), request.version(), VOTE + request.id() + "#").stream()
                .map(ApprovalStore::vote)
                .toList();
    }

    /// Takes a vote, if the request waits for one and its author gave none yet, or approved and
    /// rejects now.
    ///
    /// @return whether it was taken
    boolean take(ApprovalRequest request, Vote vote) {
        List<TransactWriteItem> writes = List.of(counting(request), voting(request, vote));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                dynamo.transactWriteItems(write -> write.transactItems(writes));
                return true;
            } catch (TransactionCanceledException e) {
                List<String> codes =
                        e.cancellationReasons().stream().map(reason -> reason.code()).toList();
                if (codes.contains("ConditionalCheckFailed")) {
                    return false;
                }
                if (!codes.contains("TransactionConflict")) {
                    throw AwsFailures.translated("taking a vote in table " + table, e);
                }
                pause(attempt);
            } catch (SdkException e) {
                throw AwsFailures.translated("taking a vote in table " + table, e);
            }
        }
        throw new TransientException(
                "qualification " + request.id() + ": too many vote at once; vote again");
    }

    private TransactWriteItem counting(ApprovalRequest request) {
        return TransactWriteItem.builder()
                .update(update ->
                        update.tableName(table)
                                .key(key(request, REQUEST + request.id()))
                                .updateExpression("add " + REVISION + " :one")
                                .conditionExpression(STATE + " = :pending")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":one",
                                                AttributeValue.fromN("1"),
                                                ":pending",
                                                text(State.PENDING.name()))))
                .build();
    }

    private TransactWriteItem voting(ApprovalRequest request, Vote vote) {
        return TransactWriteItem.builder()
                .put(put ->
                        put.tableName(table)
                                .item(item(request, vote))
                                .conditionExpression(
                                        "attribute_not_exists(pk) or ("
                                                + CHOICE
                                                + " = :approve and :now = :reject)")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":approve",
                                                text(Choice.APPROVE.name()),
                                                ":now",
                                                text(vote.choice().name()),
                                                ":reject",
                                                text(Choice.REJECT.name()))))
                .build();
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("taking a vote was interrupted", e);
        }
    }

    /// Ends a request, if it still waits and no vote was taken since it was read.
    ///
    /// @return whether it was ended
    boolean end(ApprovalRequest request, State state) {
        return put(request.in(state), State.PENDING);
    }

    private boolean put(ApprovalRequest request, State expected) {
        return written(() ->
                dynamo.putItem(put ->
                        put.tableName(table)
                                .item(item(request))
                                .conditionExpression(
                                        STATE + " = :expected and " + REVISION + " = :seen")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":expected",
                                                text(expected.name()),
                                                ":seen",
                                                AttributeValue.fromN(
                                                        Long.toString(request.revision()))))));
    }

    private boolean written(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException | TransactionConflictException e) {
            return false;
        } catch (SdkException e) {
            throw AwsFailures.translated("writing to table " + table, e);
        }
    }

    private List<Map<String, AttributeValue>> list(String model, String version, String prefix) {
        try {
            return new ArrayList<>(
                    dynamo
                            .queryPaginator(query ->
                                    query.tableName(table)
                                            .consistentRead(true)
                                            .keyConditionExpression(
                                                    "pk = :pk and begins_with(sk, :sk)")
                                            .expressionAttributeValues(
                                                    Map.of(
                                                            ":pk",
                                                            text(model + "#" + version),
                                                            ":sk",
                                                            text(prefix))))
                            .items()
                            .stream()
                            .toList());
        } catch (SdkException e) {
            throw AwsFailures.translated("reading table " + table, e);
        }
    }

    private static Map<String, AttributeValue> key(ApprovalRequest request, String sort) {
        Map<String, AttributeValue> key = new HashMap<>();
        key.put("pk", text(request.model() + "#" + request.version()));
        key.put("sk", text(sort));
        return key;
    }

    private static Map<String, AttributeValue> item(ApprovalRequest request) {
        Map<String, AttributeValue> item = key(request, REQUEST + request.id());
        item.put("id", text(request.id()));
        item.put("model", text(request.model()));
        item.put("version", text(request.version()));
        item.put("alias", text(request.alias()));
        item.put("required", text(Integer.toString(request.required())));
        item.put("sha256", text(request.sha256().hex()));
        item.put("decision", text(request.decision().hex()));
        item.put("bundle", text(request.bundle()));
        item.put("openedAt", text(request.openedAt().toString()));
        item.put(STATE, text(request.state().name()));
        item.put("taskToken", text(request.token()));
        item.put(REVISION, AttributeValue.fromN(Long.toString(request.revision())));
        return item;
    }

    private static ApprovalRequest request(Map<String, AttributeValue> item) {
        return new ApprovalRequest(
                of(item, "id"),
                of(item, "model"),
                of(item, "version"),
                of(item, "alias"),
                Integer.parseInt(of(item, "required")),
                new Sha256(of(item, "sha256")),
                new Sha256(of(item, "decision")),
                of(item, "bundle"),
                Instant.parse(of(item, "openedAt")),
                State.valueOf(of(item, STATE)),
                of(item, "taskToken"),
                Long.parseLong(item.getOrDefault(REVISION, AttributeValue.fromN("0")).n()));
    }

    private static Map<String, AttributeValue> item(ApprovalRequest request, Vote vote) {
        Map<String, AttributeValue> item = key(request, VOTE + request.id() + "#" + vote.person());
        item.put("approver", text(vote.approver()));
        item.put(CHOICE, text(vote.choice().name()));
        item.put("reason", text(vote.reason()));
        item.put("at", text(vote.at().toString()));
        return item;
    }

    private static Vote vote(Map<String, AttributeValue> item) {
        return new Vote(
                of(item, "approver"),
                Choice.valueOf(of(item, CHOICE)),
                of(item, "reason"),
                Instant.parse(of(item, "at")));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static String of(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, text("")).s();
    }
}
