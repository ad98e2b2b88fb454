package dev.roadloop.inspect;

import dev.roadloop.drivejob.Decoders;
import dev.roadloop.drivejob.TopicFanOut;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks into the messages of one stream: decodes each, and tells its [TopicWatch] the header
/// stamp, the GPS's time and the position.
final class StreamWatch implements TopicFanOut.Worker {

    private static final String POSITION = "sensor_msgs/NavSatFix";
    private static final String STAMP = "header.stamp";
    private static final int AT_STAMP = 0;
    private static final int AT_LATITUDE = 1;
    private static final int AT_LONGITUDE = 2;
    private static final int AT_STATUS = 3;
    private static final int AT_GPS = 4;

    private final TopicWatch topic;
    private final @Nullable MessageDecoder decoder;
    private final @Nullable FieldProbe probe;
    private final String refusal;
    private final String gpsField;
    private final boolean position;

    private StreamWatch(
            TopicWatch topic,
            @Nullable MessageDecoder decoder,
            @Nullable FieldProbe probe,
            String refusal,
            String gpsField,
            boolean position) {
        this.topic = topic;
        this.decoder = decoder;
        this.probe = probe;
        this.refusal = refusal;
        this.gpsField = gpsField;
        this.position = position;
    }

    /// Decodes and looks at everything.
    static StreamWatch full(
            Topic stream, TopicWatch topic, Decoders decoders, SensorPolicy policy) {
        Decoders.Compiled compiled = decoders.of(stream);
        MessageDecoder decoder = compiled.decoder();
        if (decoder == null) {
            return new StreamWatch(topic, null, null, compiled.refusal(), "", false);
        }
        String type = TopicWatch.plainType(stream.schema().name());
        String gpsField = policy.gpsClock().fieldOf(type).orElse("");
        FieldProbe probe =
                new FieldProbe(
                        decoder,
                        List.of(STAMP, "latitude", "longitude", "status.status", gpsField));
        boolean position =
                type.equals(POSITION)
                        && probe.declares(AT_LATITUDE)
                        && probe.declares(AT_LONGITUDE);
        return new StreamWatch(
                topic, decoder, probe, "", probe.declares(AT_GPS) ? gpsField : "", position);
    }

    /// Only counts and hashes: for a recording that is refused for its number of topics.
    static StreamWatch ledgerOnly(TopicWatch topic) {
        return new StreamWatch(topic, null, null, "", "", false);
    }

    /// The lane of the topic.
    TopicFanOut.Lane lane() {
        return topic.lane();
    }

    @Override
    public void take(Message message) {
        topic.count(message);
        if (decoder == null || probe == null) {
            if (!refusal.isEmpty()) {
                topic.withoutDecoder(refusal);
            }
            return;
        }
        ByteBuffer data = message.data();
        probe.clear();
        try {
            decoder.decode(
                    data.array(), data.arrayOffset() + data.position(), data.remaining(), probe);
        } catch (MessageDecodeException e) {
            topic.undecodable(e.getMessage());
            return;
        }
        look(probe, message.logTime());
    }

    private void look(FieldProbe found, long logTime) {
        long status = found.has(AT_STATUS) ? found.integer(AT_STATUS) : 0;
        if (position) {
            topic.positions()
                    .add(logTime, found.real(AT_LATITUDE), found.real(AT_LONGITUDE), status);
        }
        if (found.has(AT_STAMP)) {
            if (found.integer(AT_STAMP) == 0) {
                topic.unstamped();
            } else if (!gpsField.equals(STAMP)) {
                topic.stamp(logTime, found.integer(AT_STAMP));
            }
        }
        if (!gpsField.isEmpty() && found.has(AT_GPS) && status != Positions.NO_FIX) {
            long time = found.nanos(AT_GPS);
            if (time != 0) {
                topic.gpsTime(gpsField, logTime, time);
            }
        }
    }
}
