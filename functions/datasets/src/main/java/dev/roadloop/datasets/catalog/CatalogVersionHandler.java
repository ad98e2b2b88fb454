package dev.roadloop.datasets.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.contracts.FreezeOutcome;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.lambda.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/// The function CatalogVersion, called by the machine when a version is published.
public final class CatalogVersionHandler implements RequestStreamHandler {
    private final CatalogVersion catalogVersion;

    /// In Lambda.
    public CatalogVersionHandler() {
        this(System.getenv());
    }

    /// @param env `DRIVES_TABLE`
    public CatalogVersionHandler(Map<String, String> env) {
        this.catalogVersion =
                new CatalogVersion(
                        AwsClients.from(env).dynamoDb(),
                        Variables.of(env).get("DRIVES_TABLE"),
                        Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, FreezeOutcome.class, catalogVersion::catalog);
    }
}
