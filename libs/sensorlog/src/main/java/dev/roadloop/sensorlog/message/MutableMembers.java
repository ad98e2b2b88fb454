package dev.roadloop.sensorlog.message;

import java.util.Arrays;

/// Reads a struct whose members carry ids: members in any order, each with a header. They are
/// handed over in the order of the schema. Members that the schema does not have are passed over,
/// unless their header says that they must be understood.
///
/// XCDR2 counts the bytes of the struct before them. In version 1 a [ParameterHeader] that is no
/// member's ends them, and each is aligned as if it were a message of its own.
///
/// Source: OMG DDS-XTypes 1.3 §7.4.1.2 (parameter lists of version 1), §7.4.3.4 (DHEADER,
/// EMHEADER1, NEXTINT).
final class MutableMembers {

    private static final int ID = 0x0fff_ffff;
    private static final int ABSENT = -1;

    /// XTypes 1.1 rounds the size of a member of version 1 up to a multiple of 4, later editions do
    /// not: there are writers of both kinds.
    private static final int MAX_PADDING_OF_VERSION_1 = 3;

    private final BinaryFormat.Run run;
    private final BinaryCursor in;
    private final Step step;
    private final int[] froms;
    private final int[] ends;

    private MutableMembers(BinaryFormat.Run run, Step step) {
        this.run = run;
        this.in = run.in();
        this.step = step;
        this.froms = new int[step.members.size()];
        this.ends = new int[froms.length];
        Arrays.fill(froms, ABSENT);
    }

    static void read(BinaryFormat.Run run, Step step) throws MalformedMessage {
        new MutableMembers(run, step).read();
    }

    private void read() throws MalformedMessage {
        int limit = in.limit;
        int origin = in.origin;
        if (run.version2()) {
            findCounted();
        } else {
            findListed();
        }
        int end = in.position;
        handOver();
        in.node = step.node;
        in.position = end;
        in.limit = limit;
        in.origin = origin;
    }

    private void findCounted() throws MalformedMessage {
        in.limit = within(Integer.toUnsignedLong(in.int32()), "a struct");
        // What is shorter than a header is the padding that some writers count too.
        while (in.remaining() >= Integer.BYTES) {
            int header = in.int32();
            int code = header >>> 28 & 7;
            long bytes;
            int from = in.position;
            if (code < 4) {
                bytes = 1L << code;
            } else {
                long next = Integer.toUnsignedLong(in.int32());
                // From code 5 on the number is part of the member: it counts bytes, words or
                // doubles.
                bytes = code <= 5 ? next : next * (code == 6 ? 4 : 8);
                bytes += code == 4 ? 0 : Integer.BYTES;
                from = code == 4 ? in.position : from;
            }
            in.position = from;
            found(header & ID, bytes, header < 0);
        }
        in.position = in.limit;
    }

    private void findListed() throws MalformedMessage {
        ParameterHeader header = ParameterHeader.read(in);
        while (!header.isLast()) {
            found(header.id(), header.bytes(), header.mustBeUnderstood());
            header = ParameterHeader.read(in);
        }
    }

    /// Notes where the member lies that begins here, and moves past it.
    private void found(int id, long bytes, boolean mustBeUnderstood) throws MalformedMessage {
        int from = in.position;
        int to = within(bytes, "the member with id " + (id & ID));
        in.position = to;
        Integer place = step.places.get(id);
        if (place == null) {
            if (mustBeUnderstood) {
                throw in.malformed(
                        "a member with id %d must be understood, and the schema has none"
                                .formatted(id & ID));
            }
            return;
        }
        if (froms[place] != ABSENT) {
            throw in.malformed("the member with id %d comes twice".formatted(id));
        }
        froms[place] = from;
        ends[place] = to;
    }

    private void handOver() throws MalformedMessage {
        int padding = run.version2() ? 0 : MAX_PADDING_OF_VERSION_1;
        for (int i = 0; i < froms.length; i++) {
            Step.Member member = step.members.get(i);
            in.node = member.node();
            if (froms[i] == ABSENT) {
                run.sink().absent(member.node());
                continue;
            }
            in.position = froms[i];
            in.limit = ends[i];
            if (!run.version2()) {
                in.origin = froms[i];
            }
            run.steps(member.body());
            if (in.remaining() > padding) {
                in.node = member.node();
                throw in.malformed(
                        "%d bytes are left over in the member with id %d"
                                .formatted(in.remaining(), member.id()));
            }
        }
    }

    private int within(long bytes, String what) throws MalformedMessage {
        if (bytes > in.remaining()) {
            throw in.malformed(
                    "%s of %d bytes is declared and %d remain"
                            .formatted(what, bytes, in.remaining()));
        }
        return in.position + (int) bytes;
    }
}
