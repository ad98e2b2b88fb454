package dev.roadloop.training.api;

import java.util.Arrays;

/// One HTTP request.
public final class Call {
    private final String method;
    private final String path;
    private final Fields fields;
    private final byte[] body;
    private final String mediaType;

    /// @param method in capitals
    /// @param path decoded, without query
    /// @param fields of the JSON body, or of the query where there is none
    /// @param body as it came
    /// @param mediaType of the body; empty where none is stated
    public Call(String method, String path, Fields fields, byte[] body, String mediaType) {
        this.method = method;
        this.path = path;
        this.fields = fields;
        this.body = body.clone();
        this.mediaType = mediaType;
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
}
