package dev.roadloop.convert.can;

import dev.roadloop.domain.CallerException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a DBC file says of the messages on a CAN bus: Intel and Motorola byte order, signed,
/// unsigned and floating-point signals, factor and offset, units, value tables, simple and extended
/// multiplexing. Attributes, comments and nodes are passed over.
///
/// The format is Vector's (DBC File Format Documentation 1.0.5), as `cantools` reads it.
public final class CanDatabase {

    private static final int MAX_BYTES = 8 << 20;

    private final Map<Long, CanMessage> messages;

    CanDatabase(Map<Long, CanMessage> messages) {
        this.messages = Collections.unmodifiableMap(new TreeMap<>(messages));
    }

    /// Reads a DBC file: ISO 8859-1 where it is not UTF-8.
    ///
    /// @param source what the file is, for messages
    /// @throws CallerException where it is not one, or has more than 8 MiB
    public static CanDatabase parse(byte[] dbc, String source) {
        if (dbc.length > MAX_BYTES) {
            throw new CallerException(
                    source + ": expected at most 8 MiB, found " + dbc.length + " bytes");
        }
        String text = new String(dbc, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            text = new String(dbc, StandardCharsets.ISO_8859_1);
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return new DbcParser(source, text).parse();
    }

    /// The message with an id, which has bit 31 set where it has 29 bits.
    Optional<CanMessage> find(long id) {
        return Optional.ofNullable(messages.get(id));
    }

    Collection<CanMessage> messages() {
        return messages.values();
    }
}
