package dev.roadloop.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes fragments in ways that FFmpeg does not: several runs for a track, defaults of movie and
/// fragment, places that follow from what lies before, no time of the first sample.
///
/// Source: ISO/IEC 14496-12, 8.8.
final class HandMadeFragments {

    private static final int NO_KEYFRAME = 0x0101_0000;

    private HandMadeFragments() {}

    /// A file of two fragments: 5 and 3 frames of the first track, 4 and 2 of the second. Only the
    /// first of each is a keyframe: FFmpeg would look into the frames.
    ///
    /// @param like a file of which the index is taken: tracks 1 and 2, no samples
    /// @param placed whether the second run of a track says where it lies; it follows the first
    static byte[] of(
            byte[] like,
            List<FfmpegFile.Packet> first,
            List<FfmpegFile.Packet> second,
            boolean placed) {
        byte[] head = Arrays.copyOf(like, SmallVideo.at(like, "moof") - 4);
        int defaults = SmallVideo.at(head, "trex");
        // Default duration and flags of track 1: behind version, track and description.
        ByteBuffer.wrap(head).putInt(defaults + 16, 3003).putInt(defaults + 24, NO_KEYFRAME);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(head);
        file.writeBytes(box("styp", ascii("iso6"), ints(0)));

        long at = file.size();
        List<byte[]> a = units(first, 0, 5);
        List<byte[]> b = units(second, 0, 4);
        int moof = firstFragment(0, a, b, placed).length;
        file.writeBytes(firstFragment(at + moof + 8, a, b, placed));
        file.writeBytes(box("mdat", joined(a), joined(b)));

        at = file.size();
        List<byte[]> c = units(first, 7, 10);
        List<byte[]> d = units(second, 4, 6);
        int size = secondFragment(0, c, d).length;
        file.writeBytes(secondFragment(size + 8, c, d));
        file.writeBytes(box("mdat", joined(c), joined(d)));
        return file.toByteArray();
    }

    /// Two runs of track 1 at a place of the file, with offsets without sign; the second run has
    /// all of its samples' fields. Track 2 follows, all of whose samples have the same duration.
    private static byte[] firstFragment(long data, List<byte[]> a, List<byte[]> b, boolean placed) {
        byte[] place = placed ? ints(a.get(0).length + a.get(1).length) : new byte[0];
        byte[] first =
                box(
                        "traf",
                        box("tfhd", ints(0x01, 1), longs(data)),
                        box("tfdt", ints(0x0100_0000), longs(1000)),
                        box(
                                "trun",
                                ints(0xa05, 2, 0, 0),
                                ints(a.get(0).length, 6006),
                                ints(a.get(1).length, 9009)),
                        box(
                                "trun",
                                ints(placed ? 0xf01 : 0xf00, 3),
                                place,
                                ints(3000, a.get(2).length, NO_KEYFRAME, 3003),
                                ints(2000, a.get(3).length, NO_KEYFRAME, 0),
                                ints(1000, a.get(4).length, NO_KEYFRAME, 12)));
        byte[] second =
                box(
                        "traf",
                        box("tfhd", ints(0x28, 2, 1500, NO_KEYFRAME)),
                        box("tfdt", ints(0, 777)),
                        box("trun", ints(0x204, 4, 0), sizes(b)));
        return box("moof", box("mfhd", ints(0, 1)), first, second);
    }

    /// Neither track says when it begins: where it ended. Places count from the fragment.
    private static byte[] secondFragment(int data, List<byte[]> c, List<byte[]> d) {
        int behind = data + joined(c).length;
        byte[] first =
                box(
                        "traf",
                        box("tfhd", ints(0x2_0000, 1)),
                        box("trun", ints(0x201, 3, data), sizes(c)));
        byte[] second =
                box(
                        "traf",
                        box("tfhd", ints(0x2_0008, 2, 1600)),
                        box("trun", ints(0x601, 1, behind), ints(d.get(0).length, NO_KEYFRAME)),
                        box(
                                "trun",
                                ints(0x601, 1, behind + d.get(0).length),
                                ints(d.get(1).length, NO_KEYFRAME)));
        return box("moof", box("mfhd", ints(0, 2)), first, second);
    }

    /// Where each sample ends in a file, in the order of decoding.
    static List<Integer> sampleEnds(byte[] file, List<FfmpegFile.Packet> packets) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        for (FfmpegFile.Packet packet : packets) {
            String unit = new String(packet.unit().array(), StandardCharsets.ISO_8859_1);
            at = text.indexOf(unit, at) + unit.length();
            ends.add(at);
        }
        return ends;
    }

    /// Samples in the runs of all fragments whose index is within a file's first bytes.
    static long told(byte[] file, int length) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        long samples = 0;
        for (int at = text.indexOf("moof"); at >= 0; at = text.indexOf("moof", at + 1)) {
            if (at - 4 + ByteBuffer.wrap(file).getInt(at - 4) <= length) {
                samples += ByteBuffer.wrap(file).getInt(text.indexOf("trun", at) + 8);
            }
        }
        return samples;
    }

    private static List<byte[]> units(List<FfmpegFile.Packet> packets, int from, int to) {
        return packets.subList(from, to).stream().map(packet -> packet.unit().array()).toList();
    }

    private static byte[] joined(List<byte[]> units) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        units.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] sizes(List<byte[]> units) {
        return ints(units.stream().mapToInt(unit -> unit.length).toArray());
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = joined(List.of(content));
        return ByteBuffer.allocate(8 + all.length)
                .putInt(8 + all.length)
                .put(ascii(type))
                .put(all)
                .array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
