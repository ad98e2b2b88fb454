package dev.roadloop.sensorlog.mp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/// How the samples of a video track are coded: the parameter sets that a stream needs before its
/// keyframes, and how long the sizes before the units of a sample are.
///
/// Source: ISO/IEC 14496-15, 5.3.3 (`avcC`) and 8.3.3 (`hvcC`).
///
/// @param format `h264` or `h265`
/// @param units the parameter sets in Annex B: each behind a start code
/// @param lengthBytes 1, 2 or 4
record ParameterSets(String format, ByteBuffer units, int lengthBytes) {

    /// Annex B's mark before each unit.
    static final byte[] START_CODE = {0, 0, 0, 1};

    private static final Set<String> KNOWN = Set.of("avc1", "avc3", "hvc1", "hev1");
    private static final int VISUAL_ENTRY = 78;
    private static final int AVC_LENGTH = 4;
    private static final int HEVC_LENGTH = 21;

    /// How a track's samples are coded, by the first entry of its `stsd`.
    static String coding(Box descriptions) throws MalformedBoxException {
        return entry(descriptions).type();
    }

    /// Whether a track is coded so that it can be read.
    static boolean isKnown(Box descriptions) throws MalformedBoxException {
        return KNOWN.contains(coding(descriptions));
    }

    private static Box entry(Box descriptions) throws MalformedBoxException {
        return descriptions.read(in -> {
            in.getInt();
            in.getInt();
            return Box.children(in).stream()
                    .findFirst()
                    .orElseThrow(() -> new MalformedBoxException("no sample description"));
        });
    }

    /// Reads the first entry of a track's `stsd`, which is known.
    static ParameterSets of(Box descriptions) throws MalformedBoxException {
        Box entry = entry(descriptions);
        return entry.type().startsWith("avc")
                ? avc(configuration(entry, "avcC"))
                : hevc(configuration(entry, "hvcC"));
    }

    private static Box configuration(Box entry, String type) throws MalformedBoxException {
        Box inner =
                entry.read(in -> {
                    in.position(in.position() + VISUAL_ENTRY);
                    return new Box(entry.type(), in.slice());
                });
        return inner.get(type);
    }

    private static ParameterSets avc(Box box) throws MalformedBoxException {
        return box.read(in -> {
            in.position(AVC_LENGTH);
            int lengthBytes = (in.get() & 3) + 1;
            ByteArrayOutputStream units = new ByteArrayOutputStream();
            units(in, in.get() & 31, units);
            units(in, in.get() & 255, units);
            return new ParameterSets("h264", ByteBuffer.wrap(units.toByteArray()), lengthBytes);
        });
    }

    private static ParameterSets hevc(Box box) throws MalformedBoxException {
        return box.read(in -> {
            in.position(HEVC_LENGTH);
            int lengthBytes = (in.get() & 3) + 1;
            int arrays = in.get() & 255;
            ByteArrayOutputStream units = new ByteArrayOutputStream();
            for (int i = 0; i < arrays; i++) {
                in.get();
                units(in, in.getShort() & 0xffff, units);
            }
            return new ParameterSets("h265", ByteBuffer.wrap(units.toByteArray()), lengthBytes);
        });
    }

    private static void units(ByteBuffer in, int count, ByteArrayOutputStream into) {
        for (int i = 0; i < count; i++) {
            byte[] unit = new byte[in.getShort() & 0xffff];
            in.get(unit);
            into.writeBytes(START_CODE);
            into.writeBytes(unit);
        }
    }

    /// A sample as a stream has it: sizes before units become start codes.
    ///
    /// @param sample as the file has it
    /// @param keyframe whether decoding can begin here: parameter sets come first then
    /// @throws MalformedBoxException where a unit reaches over the sample's end
    byte[] annexB(ByteBuffer sample, boolean keyframe) throws MalformedBoxException {
        ByteArrayOutputStream stream =
                new ByteArrayOutputStream(sample.remaining() + units.capacity() + 64);
        if (keyframe) {
            stream.write(units.array(), 0, units.capacity());
        }
        while (sample.remaining() > 0) {
            if (sample.remaining() < lengthBytes) {
                throw new MalformedBoxException(
                        "%d bytes are left where a unit begins".formatted(sample.remaining()));
            }
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | sample.get() & 255;
            }
            if (length > sample.remaining()) {
                throw new MalformedBoxException(
                        "a unit of %d bytes where %d are left"
                                .formatted(length, sample.remaining()));
            }
            stream.writeBytes(START_CODE);
            stream.write(sample.array(), sample.arrayOffset() + sample.position(), (int) length);
            sample.position(sample.position() + (int) length);
        }
        return stream.toByteArray();
    }
}
