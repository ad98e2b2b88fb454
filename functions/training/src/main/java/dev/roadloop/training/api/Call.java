package dev.roadloop.training.api;

import java.util.Arrays;

/// One HTTP request.
public final class Call {
    private final String method;
    private final String path;
    private final Fields fields;
    private final byte[] body;
    private final String mediaType;
    private final boolean inside;

    /// @param method in capitals
    /// @param path decoded, without query
    /// @param fields of the JSON body, or of the query where there is none
    /// @param body as it came
    /// @param mediaType of the body; empty where none is stated
    /// @param inside whether it was not made through the HTTP API: by a state machine, whose role
    ///   may call the function, or by the function itself
    public Call(
            String method,
            String path,
            Fields fields,
            byte[] body,
            String mediaType,
            boolean inside) {
        this.method = method;
        this.path = path;
        this.fields = fields;
        this.body = body.clone();
        this.mediaType = mediaType;
        this.inside = inside;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Fields fields() {
        return fields;
    }

    /// A copy of the body.
    public byte[] body() {
        return Arrays.copyOf(body, body.length);
    }

    public String mediaType() {
        return mediaType;
    }

    /// Whether it was not made through the HTTP API.
    public boolean inside() {
        return inside;
    }
}
