package dev.roadloop.models.qualification;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function DecidePromotion, called by the machine when evidence is there.
public final class DecidePromotionHandler implements RequestStreamHandler {
    private final DecidePromotion decidePromotion;

    /// In Lambda.
    public DecidePromotionHandler() {
        this(System.getenv());
    }

    /// @param env `GOLD_BUCKET` and `REPORT_KEY_ID`
    public DecidePromotionHandler(Map<String, String> env) {
        this.decidePromotion = QualificationWiring.of(env).decide();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in, out, context, DecidePromotion.Request.class, decidePromotion::decide);
    }
}
