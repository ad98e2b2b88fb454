package dev.roadloop.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// The functions of the models context.
final class ModelsFunctions extends Construct {

    private static final String HANDLERS = "dev.roadloop.models.";
    private static final Duration MINUTE = Duration.minutes(1);

    /// An HTTP API waits no longer for a function.
    private static final Duration LONGEST_ANSWER = Duration.seconds(29);

    private static final Permission WAKE =
            Permission.onAnything(
                    "Step Functions cannot restrict answers to task tokens to a machine.",
                    "states:SendTaskSuccess");

    private final JavaFunction begin;
    private final JavaFunction decide;
    private final JavaFunction openApproval;
    private final JavaFunction approvals;
    private final JavaFunction concludeApproval;
    private final JavaFunction fail;

    ModelsFunctions(
            Construct scope, String id, FoundationStack foundation, Path jar, IQueue undelivered) {
        super(scope, id);
        DriveAccess access = new DriveAccess(foundation);
        ZoneAccess gold = access.gold();
        ApprovalsTable table = new ApprovalsTable(this, "Votes");
        Map<String, String> bucket =
                Map.of("GOLD_BUCKET", foundation.buckets().gold().getBucketName());
        Map<String, String> key =
                Map.of("REPORT_KEY_ID", foundation.keys().reportSigning().getKeyArn());
        Map<String, String> votes = Map.of("APPROVALS_TABLE", table.name());
        this.begin =
                made(
                        jar,
                        undelivered,
                        "BeginQualification",
                        "qualification.BeginQualificationHandler",
                        "Checks what is asked for and writes the evaluation's request.",
                        MINUTE,
                        bucket,
                        gold.keep("qualifications/"));
        this.decide =
                made(
                        jar,
                        undelivered,
                        "DecidePromotion",
                        "qualification.DecidePromotionHandler",
                        "Lets the gate decide by signed evidence and seals the bundle.",
                        MINUTE,
                        all(bucket, key),
                        Permission.all(
                                gold.read("qualifications/"),
                                gold.read("evidence/"),
                                access.readPolicies(),
                                gold.keep("promotions/"),
                                access.signReports()));
        this.openApproval =
                made(
                        jar,
                        undelivered,
                        "OpenApproval",
                        "approval.OpenApprovalHandler",
                        "Puts a promotion up for votes.",
                        MINUTE,
                        votes,
                        List.of(table.may("dynamodb:PutItem", "dynamodb:Query"), WAKE));
        this.approvals =
                made(
                        jar,
                        undelivered,
                        "Approvals",
                        "approval.ApprovalsHandler",
                        "Takes people's votes.",
                        LONGEST_ANSWER,
                        votes,
                        List.of(
                                table.may(
                                        "dynamodb:PutItem",
                                        "dynamodb:UpdateItem",
                                        "dynamodb:Query"),
                                WAKE));
        this.concludeApproval =
                made(
                        jar,
                        undelivered,
                        "ConcludeApproval",
                        "approval.ConcludeApprovalHandler",
                        "Signs who voted what into the bundle.",
                        MINUTE,
                        all(all(bucket, key), votes),
                        Permission.all(
                                List.of(table.may("dynamodb:PutItem", "dynamodb:Query")),
                                gold.keep("promotions/"),
                                access.signReports()));
        this.fail =
                new JavaFunction(
                        this,
                        FailExecution.spec("FailQualification", "models", foundation),
                        jar,
                        undelivered);
    }

    private JavaFunction made(
            Path jar,
            IQueue undelivered,
            String name,
            String handler,
            String description,
            Duration timeout,
            Map<String, String> environment,
            List<Permission> permissions) {
        return new JavaFunction(
                this,
                new FunctionSpec(
                        name,
                        HANDLERS + handler,
                        description,
                        timeout,
                        1769,
                        all(environment, Map.of("POWERTOOLS_SERVICE_NAME", "models")),
                        permissions),
                jar,
                undelivered);
    }

    private static Map<String, String> all(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    JavaFunction begin() {
        return begin;
    }

    JavaFunction decide() {
        return decide;
    }

    JavaFunction openApproval() {
        return openApproval;
    }

    JavaFunction approvals() {
        return approvals;
    }

    JavaFunction concludeApproval() {
        return concludeApproval;
    }

    /// The one function that fails on purpose, to fail its execution.
    JavaFunction fail() {
        return fail;
    }

    /// All of them.
    List<JavaFunction> list() {
        return List.of(begin, decide, openApproval, approvals, concludeApproval, fail);
    }
}
