package dev.roadloop.embedded.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The wire protocols of AWS's APIs, as far as errors and plain answers differ between them.
///
/// Source: the protocol specifications of Smithy (awsJson1_0, awsJson1_1, restJson1, awsQuery,
/// restXml).
enum Protocol {

    /// `X-Amz-Target` names the action, JSON both ways.
    AWS_JSON {
        @Override
        HttpAnswer error(ApiException error, String requestId) {
            ObjectNode body = error.details();
            body.put("__type", error.code())
                    .put("message", error.getMessage())
                    .put("Message", error.getMessage());
            return json(error.status(), body, requestId).with("x-amzn-ErrorType", error.code());
        }
    },

    /// Method and path name the action.
    REST_JSON {
        @Override
        HttpAnswer error(ApiException error, String requestId) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("message", error.getMessage()).put("Message", error.getMessage());
            body.put("Type", error.status() < 500 ? "User" : "Server");
            return json(error.status(), body, requestId).with("x-amzn-ErrorType", error.code());
        }
    },

    /// A form field `Action` names the action, XML comes back.
    QUERY {
        @Override
        HttpAnswer error(ApiException error, String requestId) {
            String code = plain(error.code());
            String fault = error.status() < 500 ? "Sender" : "Receiver";
            return xml(
                    error.status(),
                    "<ErrorResponse><Error><Type>"
                            + fault
                            + "</Type><Code>"
                            + Xml.escape(code)
                            + "</Code><Message>"
                            + Xml.escape(String.valueOf(error.getMessage()))
                            + "</Message></Error><RequestId>"
                            + requestId
                            + "</RequestId></ErrorResponse>",
                    requestId);
        }
    },

    /// S3.
    REST_XML {
        @Override
        HttpAnswer error(ApiException error, String requestId) {
            return xml(
                    error.status(),
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                            + Xml.escape(plain(error.code()))
                            + "</Code><Message>"
                            + Xml.escape(String.valueOf(error.getMessage()))
                            + "</Message><RequestId>"
                            + requestId
                            + "</RequestId></Error>",
                    requestId);
        }
    };

    abstract HttpAnswer error(ApiException error, String requestId);

    static HttpAnswer json(int status, JsonNode body, String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/x-amz-json-1.0");
        headers.put("x-amzn-RequestId", requestId);
        return new HttpAnswer(status, headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static HttpAnswer xml(int status, String body, String requestId) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/xml");
        headers.put("x-amzn-RequestId", requestId);
        headers.put("x-amz-request-id", requestId);
        return new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// The XML protocols call it `AccessDenied`, the JSON ones `AccessDeniedException`.
    private static String plain(String code) {
        return code.equals("AccessDeniedException") ? "AccessDenied" : code;
    }
}
