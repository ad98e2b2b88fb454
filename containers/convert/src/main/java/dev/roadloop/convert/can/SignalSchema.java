package dev.roadloop.convert.can;

import dev.roadloop.sensorlog.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The decoded messages of one CAN message, as protobuf, which can leave out signals that a frame
/// does not have: `header.stamp` of the frame, then each signal. A signal that measures is a
/// `double`; one that counts or names is an `int64`, with a `<name>_label` where the database names
/// its number.
final class SignalSchema {

    private static final String PACKAGE = "can";
    private static final int DOUBLE = 1;
    private static final int INT64 = 3;
    private static final int INT32 = 5;
    private static final int STRING = 9;
    private static final int MESSAGE = 11;
    private static final int OPTIONAL = 1;
    private static final long NANOS = 1_000_000_000L;

    private final CanMessage message;
    private final List<Integer> fields = new ArrayList<>();
    private final Schema schema;

    SignalSchema(CanMessage message) {
        this.message = message;
        Set<String> taken = new HashSet<>(Set.of("header"));
        ProtobufWriter type = new ProtobufWriter().text(1, message.name());
        type.message(2, field("header", 1, MESSAGE, ".can.Header"));
        int number = 2;
        for (CanSignal signal : message.signals()) {
            fields.add(number);
            String name = claim(taken, signal.name());
            type.message(2, field(name, number++, signal.isWhole() ? INT64 : DOUBLE, null));
            if (!signal.labels().isEmpty()) {
                type.message(2, field(claim(taken, name + "_label"), number, STRING, null));
            }
            number++;
        }
        ProtobufWriter header =
                new ProtobufWriter()
                        .text(1, "Header")
                        .message(2, field("stamp", 1, MESSAGE, ".google.protobuf.Timestamp"));
        ProtobufWriter file =
                new ProtobufWriter()
                        .text(1, "can.proto")
                        .text(2, PACKAGE)
                        .message(4, type)
                        .message(4, header);
        ProtobufWriter timestamp =
                new ProtobufWriter()
                        .text(1, "google/protobuf/timestamp.proto")
                        .text(2, "google.protobuf")
                        .message(
                                4,
                                new ProtobufWriter()
                                        .text(1, "Timestamp")
                                        .message(2, field("seconds", 1, INT64, null))
                                        .message(2, field("nanos", 2, INT32, null)));
        byte[] set = new ProtobufWriter().message(1, timestamp).message(1, file).toBytes();
        this.schema = Schema.of(PACKAGE + "." + message.name(), "protobuf", ByteBuffer.wrap(set));
    }

    /// Names that differ in case alone would be one column.
    private static String claim(Set<String> taken, String wanted) {
        String name = wanted;
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = wanted + "_" + n;
        }
        return name;
    }

    private static ProtobufWriter field(
            String name, int number, int type, @Nullable String typeName) {
        ProtobufWriter field =
                new ProtobufWriter()
                        .text(1, name)
                        .number(3, number)
                        .number(4, OPTIONAL)
                        .number(5, type);
        return typeName == null ? field : field.text(6, typeName);
    }

    CanMessage message() {
        return message;
    }

    Schema schema() {
        return schema;
    }

    /// Encodes what a frame's bytes say.
    ///
    /// @param stamp of the frame in nanoseconds, 0 where it has none
    byte[] encode(byte[] data, int from, int length, long stamp) {
        ProtobufWriter out = new ProtobufWriter();
        if (stamp != 0) {
            ProtobufWriter time =
                    new ProtobufWriter()
                            .number(1, Math.floorDiv(stamp, NANOS))
                            .number(2, Math.floorMod(stamp, NANOS));
            out.message(1, new ProtobufWriter().message(1, time));
        }
        List<@Nullable Long> raw = message.decode(data, from, length);
        for (int i = 0; i < raw.size(); i++) {
            Long value = raw.get(i);
            if (value == null) {
                continue;
            }
            CanSignal signal = message.signals().get(i);
            int field = fields.get(i);
            if (signal.isWhole()) {
                out.number(field, signal.whole(value));
            } else {
                out.real(field, signal.physical(value));
            }
            String label = signal.labels().get(value);
            if (label != null) {
                out.text(field + 1, label);
            }
        }
        return out.toBytes();
    }
}
