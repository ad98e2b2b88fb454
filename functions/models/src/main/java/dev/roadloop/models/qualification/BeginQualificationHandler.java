package dev.roadloop.models.qualification;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function BeginQualification, called by the machine first.
public final class BeginQualificationHandler implements RequestStreamHandler {
    private final BeginQualification beginQualification;

    /// In Lambda.
    public BeginQualificationHandler() {
        this(System.getenv());
    }

    /// @param env `GOLD_BUCKET`
    public BeginQualificationHandler(Map<String, String> env) {
        this.beginQualification = QualificationWiring.of(env).begin();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in, out, context, BeginQualification.Request.class, beginQualification::begin);
    }
}
