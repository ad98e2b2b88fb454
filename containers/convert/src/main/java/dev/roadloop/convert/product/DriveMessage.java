package dev.roadloop.convert.product;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A message of the drive on its way through the products: a view that is valid during the call
/// only. The same object shows the next message then.
public interface DriveMessage {

    /// The stream that it belongs to.
    DriveTopic topic();

    /// Name of the recording within its drive.
    String file();

    /// When it was recorded, nanoseconds since the Unix epoch.
    long logTime();

    /// When it was published, nanoseconds since the Unix epoch.
    long publishTime();

    /// The publisher's counter, 0 where the format has none.
    long sequence();

    /// The array that holds its bytes; not to be changed.
    byte[] array();

    /// Where its bytes begin in the array.
    int offset();

    /// How many bytes it has.
    int length();

    /// Where its keyframe lies in the store, where it has one.
    Optional<String> frameKey();

    /// Its picture as JPEG or PNG, where it has one, also where that is not kept as a keyframe; not
    /// to be changed.
    Optional<byte[]> image();

    /// Its bytes, without copying them.
    default ByteBuffer data() {
        return ByteBuffer.wrap(array(), offset(), length())
                .slice()
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Decodes it into a sink, which may have received part of it when the result is false.
    ///
    /// @return whether it could be decoded; the topic's table and report say why where not
    default boolean decode(MessageSink sink) {
        MessageDecoder decoder = topic().decoder();
        if (decoder == null) {
            return false;
        }
        try {
            decoder.decode(array(), offset(), length(), sink);
            return true;
        } catch (MessageDecodeException e) {
            return false;
        }
    }
}
