package dev.roadloop.sensorlog.message;

import java.util.List;

/// One way of putting the values of a schema into bytes.
sealed interface MessageFormat permits BinaryFormat, JsonFormat, ProtobufFormat {

    /// Decodes one message.
    ///
    /// @throws MalformedMessage where the bytes do not fit
    void decode(byte[] data, int offset, int length, MessageSink sink) throws MalformedMessage;

    /// The places of the schema, each at the index of its id.
    List<MessageNode> nodes();
}
