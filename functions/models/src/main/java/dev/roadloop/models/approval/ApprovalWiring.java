package dev.roadloop.models.approval;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.lambda.Variables;
import java.time.Clock;
import java.util.Map;

/// What the functions of approvals are made of.
record ApprovalWiring(AwsClients clients, Variables variables) {

    static ApprovalWiring of(Map<String, String> env) {
        return new ApprovalWiring(AwsClients.from(env), Variables.of(env));
    }

    ApprovalStore store() {
        return new ApprovalStore(clients.dynamoDb(), variables.get("APPROVALS_TABLE"));
    }

    private TaskTokens tokens() {
        return new TaskTokens(clients.stepFunctions());
    }

    OpenApproval open() {
        return new OpenApproval(store(), tokens(), Clock.systemUTC());
    }

    ApprovalApi api() {
        ApprovalStore store = store();
        return new ApprovalApi(store, new CastVote(store, tokens(), Clock.systemUTC()));
    }

    ConcludeApproval conclude() {
        return new ConcludeApproval(
                store(),
                new Bucket(clients.s3(), variables.get("GOLD_BUCKET")),
                new EnvelopeSigner(clients.kms(), variables.get("REPORT_KEY_ID"))::sign,
                Clock.systemUTC());
    }
}
