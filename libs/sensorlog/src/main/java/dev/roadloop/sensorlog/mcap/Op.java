package dev.roadloop.sensorlog.mcap;

/// Opcodes of the MCAP specification, and the sizes that they imply.
final class Op {

    static final int HEADER = 0x01;
    static final int FOOTER = 0x02;
    static final int SCHEMA = 0x03;
    static final int CHANNEL = 0x04;
    static final int MESSAGE = 0x05;
    static final int CHUNK = 0x06;
    static final int MESSAGE_INDEX = 0x07;
    static final int CHUNK_INDEX = 0x08;
    static final int ATTACHMENT = 0x09;
    static final int ATTACHMENT_INDEX = 0x0A;
    static final int STATISTICS = 0x0B;
    static final int METADATA = 0x0C;
    static final int METADATA_INDEX = 0x0D;
    static final int SUMMARY_OFFSET = 0x0E;
    static final int DATA_END = 0x0F;

    /// Opcode and length.
    static final int RECORD_HEAD = 9;

    /// Channel id, sequence, log time, publish time.
    static final int MESSAGE_HEAD = 22;

    /// A footer without its record head: summary start, summary offset start, CRC.
    static final int FOOTER_SIZE = 20;

    static final int MAGIC_SIZE = 8;

    /// `\x89MCAP0\r\n` read as a little-endian long.
    static final long MAGIC = 0x0A0D_3050_4143_4D89L;

    private Op() {}

    static boolean isKnown(int opcode) {
        return opcode >= HEADER && opcode <= DATA_END;
    }
}
