package dev.roadloop.models.approval;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function OpenApproval, called by the machine with a task token.
public final class OpenApprovalHandler implements RequestStreamHandler {
    private final OpenApproval openApproval;

    /// In Lambda.
    public OpenApprovalHandler() {
        this(System.getenv());
    }

    /// @param env `APPROVALS_TABLE`
    public OpenApprovalHandler(Map<String, String> env) {
        this.openApproval = ApprovalWiring.of(env).open();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, OpenApproval.Request.class, openApproval::open);
    }
}
