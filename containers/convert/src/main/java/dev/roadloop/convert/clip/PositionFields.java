package dev.roadloop.convert.clip;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.util.Optional;

/// Reads positions out of messages.
final class PositionFields implements MessageSink {

    private static final int NONE = -1;

    private final int latitude;
    private final int longitude;
    private final int status;
    private double latitudeFound;
    private double longitudeFound;
    private long statusFound;

    PositionFields(MessageDecoder decoder) {
        latitude = node(decoder, "latitude");
        longitude = node(decoder, "longitude");
        status = node(decoder, "status.status");
    }

    private static int node(MessageDecoder decoder, String path) {
        return decoder.nodes().stream()
                .filter(node -> node.path().equals(path))
                .mapToInt(MessageNode::id)
                .findFirst()
                .orElse(NONE);
    }

    /// Whether messages have positions.
    boolean hasPosition() {
        return latitude != NONE && longitude != NONE;
    }

    /// The position of a message, if it has one that can be: a receiver without a fix says so by
    /// its status, by no number, or by 0, 0.
    Optional<GeoPoint> position(DriveMessage message) {
        latitudeFound = Double.NaN;
        longitudeFound = Double.NaN;
        statusFound = 0;
        boolean usable =
                message.decode(this)
                        && statusFound >= 0
                        && Math.abs(latitudeFound) <= 90
                        && Math.abs(longitudeFound) <= 180
                        && (latitudeFound != 0 || longitudeFound != 0);
        return usable ? Optional.of(new GeoPoint(latitudeFound, longitudeFound)) : Optional.empty();
    }

    @Override
    public void float64(int node, double value) {
        if (node == latitude) {
            latitudeFound = value;
        } else if (node == longitude) {
            longitudeFound = value;
        }
    }

    @Override
    public void integer(int node, long value) {
        if (node == status) {
            statusFound = value;
        }
    }
}
