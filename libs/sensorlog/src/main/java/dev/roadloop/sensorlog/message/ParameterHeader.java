package dev.roadloop.sensorlog.message;

/// What stands before each member of a mutable struct in CDR of version 1, and behind the last.
///
/// Source: OMG DDS-XTypes 1.3 §7.4.1.2: a short form of twice two bytes, and PID_EXTENDED, which
/// twice four bytes follow.
///
/// @param id of the member; below zero where no member of a schema can have it: a parameter of an
///   implementation's own, or one to be ignored
/// @param bytes that the member takes
/// @param mustBeUnderstood whether the message means something else without it
/// @param isLast whether this is the end of the list, and no member's
record ParameterHeader(int id, long bytes, boolean mustBeUnderstood, boolean isLast) {

    private static final int EXTENDED = 0x3f01;
    private static final int LIST_END = 0x3f02;
    private static final int IGNORE = 0x3f03;

    /// Members with larger ids need the extended form.
    private static final int MAX_SHORT_ID = 0x3f00;

    private static final int SHORT_ID = 0x3fff;
    private static final int SHORT_MUST_BE_UNDERSTOOD = 0x4000;
    private static final int SHORT_OWN = 0x8000;
    private static final int EXTENDED_SIZE = 8;
    private static final int ID = 0x0fff_ffff;
    private static final int MUST_BE_UNDERSTOOD = 0x4000_0000;

    /// What makes an id one that no schema has.
    private static final int FOREIGN = Integer.MIN_VALUE;

    static ParameterHeader read(BinaryCursor in) throws MalformedMessage {
        in.align(Integer.BYTES);
        int flags = in.int16() & 0xffff;
        int size = in.int16() & 0xffff;
        int id = flags & SHORT_ID;
        boolean mustBeUnderstood = (flags & SHORT_MUST_BE_UNDERSTOOD) != 0;
        boolean own = (flags & SHORT_OWN) != 0;
        if (own) {
            return new ParameterHeader(FOREIGN | id, size, mustBeUnderstood, false);
        }
        return switch (id) {
            case LIST_END -> new ParameterHeader(FOREIGN | id, 0, false, true);
            case IGNORE -> new ParameterHeader(FOREIGN | id, size, false, false);
            case EXTENDED -> extended(in, size);
            default ->
                    new ParameterHeader(
                            id > MAX_SHORT_ID ? FOREIGN | id : id, size, mustBeUnderstood, false);
        };
    }

    private static ParameterHeader extended(BinaryCursor in, int size) throws MalformedMessage {
        if (size != EXTENDED_SIZE) {
            throw in.malformed(
                    "an extended header of %d bytes is declared; expected %d"
                            .formatted(size, EXTENDED_SIZE));
        }
        int flags = in.int32();
        int id = flags < 0 ? FOREIGN | flags & ID : flags & ID;
        return new ParameterHeader(
                id, Integer.toUnsignedLong(in.int32()), (flags & MUST_BE_UNDERSTOOD) != 0, false);
    }
}
