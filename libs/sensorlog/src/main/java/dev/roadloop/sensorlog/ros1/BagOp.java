package dev.roadloop.sensorlog.ros1;

/// Kinds of records.
final class BagOp {

    static final int MESSAGE = 0x02;
    static final int BAG_HEADER = 0x03;
    static final int INDEX_DATA = 0x04;
    static final int CHUNK = 0x05;
    static final int CHUNK_INFO = 0x06;
    static final int CONNECTION = 0x07;

    static final String MAGIC = "#ROSBAG V2.0\n";

    private BagOp() {}

    static boolean isKnown(int op) {
        return op >= MESSAGE && op <= CONNECTION;
    }
}
