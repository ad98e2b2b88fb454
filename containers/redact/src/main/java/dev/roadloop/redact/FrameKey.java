package dev.roadloop.redact;

import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;

/// Which message a frame is: two readings of a drive name it alike. Messages of a topic with the
/// same time and bytes are one frame.
///
/// @param recording the recording's place among the drive's recordings, from 0
/// @param topic the topic's id in its recording
/// @param time log time in nanoseconds
/// @param digest the first 128 bits of the SHA-256 of the message, 32 hex digits
record FrameKey(int recording, int topic, long time, String digest)
        implements Comparable<FrameKey> {

    private static final int DIGEST_BYTES = 16;

    private static final Comparator<FrameKey> ORDER =
            Comparator.comparingInt(FrameKey::recording)
                    .thenComparingInt(FrameKey::topic)
                    .thenComparingLong(FrameKey::time)
                    .thenComparing(FrameKey::digest);

    /// The key of a message; the position of its data is left as it was.
    static FrameKey of(int recording, Message message) {
        MessageDigest digest = Sha256.newDigest();
        ByteBuffer data = message.data();
        int position = data.position();
        digest.update(data);
        data.position(position);
        return new FrameKey(
                recording,
                message.topic().id(),
                message.logTime(),
                HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES));
    }

    @Override
    public int compareTo(FrameKey other) {
        return ORDER.compare(this, other);
    }
}
