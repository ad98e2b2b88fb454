package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.training.registry.RegisterVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function RegisterVersion, called by `qualify-model` for a package that is no version yet.
public final class RegisterVersionHandler implements RequestStreamHandler {
    private final RegisterVersion registerVersion;

    /// In Lambda.
    public RegisterVersionHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public RegisterVersionHandler(Map<String, String> env) {
        TrainingServices services = TrainingServices.from(env);
        this.registerVersion = new RegisterVersion(services.table(), services.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in, out, context, RegisterVersion.Request.class, registerVersion::register);
    }
}
