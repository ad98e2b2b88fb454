package dev.roadloop.models.approval;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// The function Approvals: people's votes, behind an HTTP API that every call to is signed by IAM.
public final class ApprovalsHandler implements RequestStreamHandler {
    private final ApprovalApi api;

    /// In Lambda.
    public ApprovalsHandler() {
        this(System.getenv());
    }

    /// @param env `APPROVALS_TABLE`
    public ApprovalsHandler(Map<String, String> env) {
        this.api = ApprovalWiring.of(env).api();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonNode event = Json.jackson().readTree(in);
        out.write(PowertoolsLogging.withLogging(context, () -> response(api.answer(event))));
    }

    private static byte[] response(ApprovalApi.Answer answer) {
        ObjectNode response = Json.jackson().createObjectNode().put("statusCode", answer.status());
        response.putObject("headers").put("content-type", "application/json");
        return Json.bytes(
                response.put("isBase64Encoded", false).put("body", Json.text(answer.body())));
    }
}
