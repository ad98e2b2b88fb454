package dev.roadloop.contracts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sequencer;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/// Ids, times and digests as JSON strings: their text form, read back by the same class that
/// validates it.
final class DomainModule {
    private DomainModule() {}

    static SimpleModule create() {
        SimpleModule module = new SimpleModule("roadloop");
        text(module, DriveId.class, DriveId::parse, DriveId::toString);
        text(module, VehicleId.class, VehicleId::new, VehicleId::value);
        text(module, UploadId.class, UploadId::new, UploadId::value);
        text(module, DatasetName.class, DatasetName::new, DatasetName::value);
        text(module, CorrelationId.class, CorrelationId::new, CorrelationId::value);
        text(module, Sha256.class, Sha256::new, Sha256::hex);
        text(module, TopicKey.class, TopicKey::new, TopicKey::value);
        text(module, Sequencer.class, Sequencer::new, Sequencer::hex);
        text(
                module,
                SensorTime.class,
                nanos -> new SensorTime(Long.parseLong(nanos)),
                SensorTime::toString);
        text(module, Instant.class, Instant::parse, Instant::toString);
        text(module, LocalDate.class, LocalDate::parse, LocalDate::toString);
        return module;
    }

    private static <T> void text(
            SimpleModule module,
            Class<T> type,
            Function<String, T> reader,
            Function<T, String> writer) {
        module.addSerializer(type, new TextSerializer<>(type, writer));
        module.addDeserializer(type, new TextDeserializer<>(type, reader));
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Function<T, String> writer;

        TextSerializer(Class<T> type, Function<T, String> writer) {
            super(type);
            this.writer = writer;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(writer.apply(value));
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Function<String, T> reader;

        TextDeserializer(Class<T> type, Function<String, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(
                        this,
                        "expected a %s as a string, found %s",
                        handledType().getSimpleName(),
                        in.currentToken());
            }
            String text = in.getText();
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                return context.reportInputMismatch(this, "%s", e.getMessage());
            }
        }
    }
}
