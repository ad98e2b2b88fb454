package dev.roadloop.sensorlog.message;

import java.util.Arrays;

/// Reads a struct of XCDR2 whose members carry ids: a count of bytes, then members in any order,
/// each with a header. They are handed over in the order of the schema. Members that the schema
/// does not have are passed over, unless their header says that they must be understood.
///
/// Source: OMG DDS-XTypes 1.3 §7.4.3.4 (DHEADER, EMHEADER1, NEXTINT).
final class MutableMembers {

    private static final int ID = 0x0fff_ffff;
    private static final int ABSENT = -1;

    private MutableMembers() {}

    static void read(BinaryFormat.Run run, Step step) throws MalformedMessage {
        BinaryCursor in = run.in();
        if (!run.version2()) {
            throw in.malformed(
                    "a mutable struct within CDR of version 1 is a parameter list, which is not"
                            + " supported");
        }
        int outer = in.limit;
        int end = within(in, Integer.toUnsignedLong(in.int32()), "a struct");
        in.limit = end;
        int[] froms = new int[step.members.size()];
        int[] ends = new int[froms.length];
        Arrays.fill(froms, ABSENT);
        // What is shorter than a header is the padding that some writers count too.
        while (in.remaining() >= Integer.BYTES) {
            member(in, step, froms, ends);
        }
        for (int i = 0; i < froms.length; i++) {
            Step.Member member = step.members.get(i);
            in.node = member.node();
            if (froms[i] == ABSENT) {
                run.sink().absent(member.node());
                continue;
            }
            in.position = froms[i];
            in.limit = ends[i];
            run.steps(member.body());
            if (in.remaining() > 0) {
                in.node = member.node();
                throw in.malformed(
                        "%d bytes are left over in the member with id %d"
                                .formatted(in.remaining(), member.id()));
            }
        }
        in.node = step.node;
        in.position = end;
        in.limit = outer;
    }

    /// Notes where one member lies, and moves past it.
    private static void member(BinaryCursor in, Step step, int[] froms, int[] ends)
            throws MalformedMessage {
        int header = in.int32();
        int id = header & ID;
        int code = header >>> 28 & 7;
        long bytes;
        int from = in.position;
        if (code < 4) {
            bytes = 1L << code;
        } else {
            long next = Integer.toUnsignedLong(in.int32());
            // From code 5 on the number is part of the member: it counts bytes, words or doubles.
            bytes = code <= 5 ? next : next * (code == 6 ? 4 : 8);
            bytes += code == 4 ? 0 : Integer.BYTES;
            from = code == 4 ? in.position : from;
        }
        in.position = from;
        int to = within(in, bytes, "the member with id " + id);
        in.position = to;
        Integer place = step.places.get(id);
        if (place == null) {
            if (header < 0) {
                throw in.malformed(
                        "a member with id %d must be understood, and the schema has none"
                                .formatted(id));
            }
            return;
        }
        if (froms[place] != ABSENT) {
            throw in.malformed("the member with id %d comes twice".formatted(id));
        }
        froms[place] = from;
        ends[place] = to;
    }

    private static int within(BinaryCursor in, long bytes, String what) throws MalformedMessage {
        if (bytes > in.remaining()) {
            throw in.malformed(
                    "%s of %d bytes is declared and %d remain"
                            .formatted(what, bytes, in.remaining()));
        }
        return in.position + (int) bytes;
    }
}
