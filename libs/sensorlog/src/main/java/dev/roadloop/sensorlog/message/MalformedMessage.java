package dev.roadloop.sensorlog.message;

/// What a format reports about bytes that do not fit; [MessageDecoder] adds topic, type and path.
final class MalformedMessage extends Exception {

    private static final long serialVersionUID = 1L;

    private final int node;
    private final int offset;

    /// @param node id of the place that was being decoded
    /// @param offset in bytes from the start of the message
    MalformedMessage(int node, int offset, String problem) {
        super(problem, null, false, false);
        this.node = node;
        this.offset = offset;
    }

    int node() {
        return node;
    }

    int offset() {
        return offset;
    }
}
