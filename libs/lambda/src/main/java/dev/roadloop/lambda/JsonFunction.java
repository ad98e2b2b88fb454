package dev.roadloop.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// Decode, call, encode: what every handler does, with the JSON of `contracts` and the function's
/// fields on each log line.
public final class JsonFunction {
    /// Lambda's own limit on a synchronous payload.
    private static final int MAX_INPUT = 6 << 20;

    private JsonFunction() {}

    /// Answers one invocation.
    ///
    /// @param type what the input is
    /// @param useCase from the input to the record to answer with
    /// @throws CallerException when the input is not of that type
    public static <I> void answer(
            InputStream in,
            OutputStream out,
            Context context,
            Class<I> type,
            Function<I, ?> useCase)
            throws IOException {
        byte[] input = in.readNBytes(MAX_INPUT);
        byte[] output =
                PowertoolsLogging.withLogging(
                        context,
                        () -> {
                            try {
                                return Json.bytes(useCase.apply(decoded(input, type)));
                            } finally {
                                MDC.clear();
                            }
                        });
        out.write(output);
    }

    private static <I> I decoded(byte[] input, Class<I> type) {
        try {
            return Json.read(input, type, "the function's input");
        } catch (MalformedJsonException e) {
            throw new CallerException(e.getMessage() + "; expected a " + type.getSimpleName(), e);
        }
    }
}
