package dev.roadloop.training.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.TrackingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// An HTTP API's event, payload format 2.0, as a call, and an answer as what the HTTP API expects.
///
/// Source: "Create AWS Lambda proxy integrations for HTTP APIs" of the API Gateway guide.
final class HttpEvent {
    /// Python writes numbers that are none as bare words, and may repeat a field.
    private static final JsonMapper LENIENT =
            Json.jackson()
                    .rebuild()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private HttpEvent() {}

    /// @throws TrackingException if the body is no JSON object where it has to be one, or came as
    ///   text and was none
    static Call call(JsonNode event) {
        String method = event.path("requestContext").path("http").path("method").asText();
        // API Gateway has decoded it, whatever it is called. It comes without the stage only for
        // the
        // default stage, which this API has.
        String path = event.path("rawPath").asText();
        String mediaType = event.path("headers").path("content-type").asText("");
        byte[] body = body(event);
        boolean isFile = path.contains("/mlflow-artifacts/artifacts/");
        ObjectNode fields =
                body.length > 0 && !isFile
                        ? object(body)
                        : query(event.path("rawQueryString").asText(""));
        // API Gateway says which API it was, whatever the client sends.
        boolean inside = event.path("requestContext").path("apiId").isMissingNode();
        return new Call(method, path, new Fields(fields), body, mediaType, inside);
    }

    static byte[] response(Answer answer) {
        ObjectNode response = Json.jackson().createObjectNode().put("statusCode", answer.status());
        ObjectNode headers = response.putObject("headers");
        answer.headers().forEach(headers::put);
        byte[] body = answer.body();
        response.put("isBase64Encoded", !answer.isText());
        response.put(
                "body",
                answer.isText()
                        ? new String(body, StandardCharsets.UTF_8)
                        : Base64.getEncoder().encodeToString(body));
        return Json.bytes(response);
    }

    /// What is called text comes as text: API Gateway has replaced what is not UTF-8 in it, which
    /// its length tells.
    private static byte[] body(JsonNode event) {
        String text = event.path("body").asText("");
        if (event.path("isBase64Encoded").asBoolean()) {
            return Base64.getDecoder().decode(text);
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String sent = event.path("headers").path("content-length").asText("");
        if (!sent.isEmpty() && !sent.equals(String.valueOf(body.length))) {
            throw TrackingException.invalid(
                    "The request's body is called "
                            + event.path("headers").path("content-type").asText("text")
                            + " and is not UTF-8, which a text has to be on its way through API"
                            + " Gateway; give the file a name that is not a text's, or send it to"
                            + " S3 with MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE=1");
        }
        return body;
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (LENIENT.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw TrackingException.invalid(
                    "The request's body is not JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw TrackingException.invalid("The request's body is JSON, but no object");
    }

    /// A field that comes several times is a list.
    private static ObjectNode query(String raw) {
        ObjectNode fields = Json.jackson().createObjectNode();
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            switch (fields.get(name)) {
                case null -> fields.put(name, value);
                case ArrayNode list -> list.add(value);
                case JsonNode first -> fields.putArray(name).add(first).add(value);
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw TrackingException.invalid("The query has a malformed escape in '" + text + "'");
        }
    }
}
