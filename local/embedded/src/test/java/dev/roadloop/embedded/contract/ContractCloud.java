package dev.roadloop.embedded.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.dynamodb.DynamoDbTables;
import dev.roadloop.embedded.events.EventBridgeApi;
import dev.roadloop.embedded.gateway.Gateway;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.RequiredPermissions;
import dev.roadloop.embedded.kms.KmsApi;
import dev.roadloop.embedded.s3.ObjectStore;
import dev.roadloop.embedded.sqs.SqsApi;
import dev.roadloop.embedded.stepfunctions.StepFunctions;
import dev.roadloop.embedded.sts.StsApi;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.TemplateSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// The services of the embedded mode that need no function or job, on the template under
/// `assemblies/contract`.
final class ContractCloud implements AutoCloseable {

    private static final String ACCOUNT = "123456789012";
    private static final Path TEMPLATE = Path.of("src/test/resources/assemblies/contract");

    private final Gateway gateway;
    private final IdentityAccess iam;
    private final ObjectStore s3;
    private final DynamoDbTables dynamodb;
    private final SqsApi sqs;
    private final EventBridgeApi bus;
    private final StepFunctions states;
    private final List<ObjectNode> events = new CopyOnWriteArrayList<>();
    private final CloudAssembly assembly;

    ContractCloud(Path state) {
        gateway = Gateway.bind(0);
        assembly =
                CloudAssembly.load(TEMPLATE, TemplateSettings.of("us-east-1", gateway.endpoint()));
        iam = IdentityAccess.of(assembly, state, Clock.systemUTC());
        gateway.secure(iam, new RequiredPermissions(assembly));
        CompletableFuture<DynamoDbTables> tables =
                CompletableFuture.supplyAsync(() -> DynamoDbTables.start(assembly, state));
        s3 =
                ObjectStore.start(
                        assembly,
                        state,
                        (source, type, resources, detail) ->
                                events.add(detail.deepCopy().put("type", type)));
        sqs = new SqsApi(assembly, state, Clock.systemUTC());
        bus =
                new EventBridgeApi(
                        new EventBridgeApi.Account(ACCOUNT, "us-east-1"),
                        List.of(),
                        List.of(),
                        List.of(),
                        gateway,
                        state.resolve("events"),
                        Clock.systemUTC());
        states =
                StepFunctions.open(
                        state.resolve("stepfunctions"),
                        Clock.systemUTC(),
                        gateway,
                        "us-east-1",
                        ACCOUNT,
                        (execution, machine, detail) -> {});
        dynamodb = tables.join();
        gateway.register(bus);
        gateway.register(states);
        gateway.register(s3.api());
        gateway.register(dynamodb.api());
        gateway.register(sqs);
        gateway.register(new KmsApi(assembly, state));
        gateway.register(new StsApi(iam));
        gateway.proxyS3(s3.endpoint());
        gateway.serve();
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    Gateway gateway() {
        return gateway;
    }

    IdentityAccess iam() {
        return iam;
    }

    CloudAssembly assembly() {
        return assembly;
    }

    /// What was announced, oldest first; `type` is the detail type.
    List<ObjectNode> events() {
        return events;
    }

    Credentials role(String name) {
        return iam.credentialsOf("arn:aws:iam::" + ACCOUNT + ":role/" + name);
    }

    @Override
    public void close() {
        gateway.close();
        states.close();
        bus.close();
        s3.close();
        dynamodb.close();
        sqs.close();
    }
}
