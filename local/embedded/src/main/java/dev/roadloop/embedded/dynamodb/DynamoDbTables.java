package dev.roadloop.embedded.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// The tables of a template in DynamoDB Local, in a SQLite file under `<state>/dynamodb`.
///
/// Known deviations from DynamoDB, each asserted by a test: items do not expire (TTL),
/// point-in-time recovery and capacity mean nothing. A table whose keys changed in the template
/// keeps the keys it was made with; delete the state to make it anew.
public final class DynamoDbTables implements AutoCloseable {

    private static final List<String> CREATE_FIELDS =
            List.of(
                    "AttributeDefinitions",
                    "KeySchema",
                    "GlobalSecondaryIndexes",
                    "LocalSecondaryIndexes");

    private final LocalDynamoDBRequestHandler engine;
    private final Server server;
    private final LocalJsonApi api;

    private DynamoDbTables(LocalDynamoDBRequestHandler engine, Server server, LocalJsonApi api) {
        this.engine = engine;
        this.server = server;
        this.api = api;
    }

    /// Opens the file, makes the tables that it lacks, and listens on a free port of 127.0.0.1.
    public static DynamoDbTables start(CloudAssembly assembly, Path stateDirectory) {
        SqliteLibrary.locate();
        try {
            Path folder = Files.createDirectories(stateDirectory.resolve("dynamodb"));
            // Its own server would listen on every interface, so its handler gets one of ours.
            LocalDynamoDBRequestHandler engine =
                    new LocalDynamoDBRequestHandler(
                            0, false, folder.toAbsolutePath().toString(), true, false);
            Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
            server.setHandler(new LocalDynamoDBServerHandler(engine, null));
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            LocalJsonApi api =
                    new LocalJsonApi(
                            URI.create("http://127.0.0.1:" + port + "/"),
                            assembly.settings().region());
            DynamoDbTables tables = new DynamoDbTables(engine, server, api);
            Principal owner = new Principal(assembly.settings().globalArn("iam", "root"));
            assembly.resources("AWS::DynamoDB::Table")
                    .forEach(table -> tables.create(owner, table));
            assembly.resources("AWS::DynamoDB::GlobalTable")
                    .forEach(table -> tables.create(owner, table));
            return tables;
        } catch (ApiException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "DynamoDB Local did not start in "
                            + stateDirectory
                            + "; it needs its SQLite library for this platform on the class path",
                    e);
        }
    }

    /// DynamoDB for calls within the process and from the gateway.
    public AwsApi api() {
        return api;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        } finally {
            engine.shutdown();
            api.close();
        }
    }

    private void create(Principal owner, CloudResource table) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("TableName", table.name());
        request.put("BillingMode", "PAY_PER_REQUEST");
        for (String field : CREATE_FIELDS) {
            if (!table.property(field).isMissingNode()) {
                request.set(field, table.property(field).deepCopy());
            }
        }
        request.path("GlobalSecondaryIndexes")
                .forEach(index -> {
                    ((ObjectNode) index)
                            .remove(
                                    List.of(
                                            "ProvisionedThroughput",
                                            "ContributorInsightsSpecification",
                                            "OnDemandThroughput",
                                            "WarmThroughput",
                                            "WriteProvisionedThroughputSettings"));
                });
        JsonNode stream = table.property("StreamSpecification");
        if (!stream.isMissingNode()) {
            request.putObject("StreamSpecification")
                    .put("StreamEnabled", true)
                    .put("StreamViewType", stream.path("StreamViewType").asText());
        }
        try {
            api.call(owner, "CreateTable", request);
        } catch (ApiException e) {
            if (!e.code().equals("ResourceInUseException")) {
                throw new ApiException(e.code(), e.status(), table + ": " + e.getMessage());
            }
        }
    }
}
