package dev.roadloop.embedded.lambda;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a handler's JSON into its input type and its result into JSON, with the serialisation that
/// AWS's runtime uses.
///
/// @param input empty if the handler takes nothing
/// @param output empty if the handler returns nothing
record Payloads(Optional<PojoSerializer<Object>> input, Optional<PojoSerializer<Object>> output) {

    static Payloads of(Type input, Type output, ClassLoader loader) {
        return new Payloads(serializer(input, loader), serializer(output, loader));
    }

    private static Optional<PojoSerializer<Object>> serializer(Type type, ClassLoader loader) {
        if (type == Void.class || type == void.class) {
            return Optional.empty();
        }
        if (type instanceof Class<?> plain
                && LambdaEventSerializers.isLambdaSupportedEvent(plain.getName())) {
            @SuppressWarnings("unchecked") // read and written as the very class asked for
            PojoSerializer<Object> event =
                    (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(plain, loader);
            return Optional.of(event);
        }
        return Optional.of(JacksonFactory.getInstance().getSerializer(type));
    }

    @Nullable Object read(String payload) {
        return input.isEmpty() ? null : input.get().fromJson(payload);
    }

    String write(@Nullable Object result) {
        if (output.isEmpty() || result == null) {
            return "null";
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        output.get().toJson(result, json);
        return json.toString(StandardCharsets.UTF_8);
    }
}
