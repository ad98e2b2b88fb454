package dev.roadloop.models.approval;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function ConcludeApproval, called by the machine when people have decided or time is up.
public final class ConcludeApprovalHandler implements RequestStreamHandler {
    private final ConcludeApproval concludeApproval;

    /// In Lambda.
    public ConcludeApprovalHandler() {
        this(System.getenv());
    }

    /// @param env `APPROVALS_TABLE`, `GOLD_BUCKET` and `REPORT_KEY_ID`
    public ConcludeApprovalHandler(Map<String, String> env) {
        this.concludeApproval = ApprovalWiring.of(env).conclude();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in, out, context, ConcludeApproval.Request.class, concludeApproval::conclude);
    }
}
