package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The clock of a real GPS receiver that settles while it is recorded: the camera's own time stamps
/// and the receiver's UTC from the metadata track of a video (GPMF, see gopro/gpmf-parser), as
/// messages of a recording.
@Tag("slow")
class GoProClockTest {

    private static final DateTimeFormatter GPSU = DateTimeFormatter.ofPattern("yyMMddHHmmss.SSS");

    @Test
    void theReceiversJumpInTheFirstSecondIsFound() throws IOException {
        NavigableMap<Long, Long> times = gpsTimes(video());
        assertThat(times).hasSize(11);
        long base = times.lastEntry().getValue() - times.lastKey();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                Mcap.create(Channels.newChannel(out), WriteOptions.defaults(), "ros1")) {
            Schema schema =
                    Schema.of(
                            "sensor_msgs/TimeReference",
                            "ros1msg",
                            "Header header\ntime time_ref\nstring source\n"
                                    + "=".repeat(80)
                                    + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring"
                                    + " frame_id\n");
            Topic topic = writer.addTopic("/gps/time", "ros1", schema, Map.of());
            for (Map.Entry<Long, Long> time : times.entrySet()) {
                long log = base + time.getKey();
                ByteBuffer data = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
                data.putInt(0);
                put(data, log);
                data.putInt(0);
                put(data, time.getValue());
                data.putInt(0);
                writer.write(topic, log, log, 0, data.flip());
            }
        }
        Inspection inspection = new Inspection(SensorPolicy.bundled());
        inspection.add(
                "gopro.mcap", ByteSource.of("gopro.mcap", ByteBuffer.wrap(out.toByteArray())));

        Finding jump =
                inspection.findings().stream()
                        .filter(finding -> finding.code().equals("GPS_CLOCK_JUMP"))
                        .findFirst()
                        .orElseThrow();
        assertThat(jump.topic()).isEqualTo("/gps/time");
        assertThat(jump.numbers().get("jumps")).isEqualTo(1);
        assertThat(jump.numbers().get("jumpSeconds")).isBetween(1.53, 1.54);
        assertThat(jump.numbers().get("atSeconds")).isBetween(0.9, 1.0);
        assertThat(inspection.findings())
                .extracting(Finding::code)
                .doesNotContain("GPS_CLOCK_OFFSET", "GPS_CLOCK_JITTER");
    }

    private static void put(ByteBuffer data, long nanos) {
        data.putInt((int) (nanos / 1_000_000_000L)).putInt((int) (nanos % 1_000_000_000L));
    }

    private static byte[] video() throws IOException {
        Path root = Path.of(System.getProperty("roadloop.root", "../.."));
        Path data =
                Path.of(
                        System.getProperty(
                                "roadloop.testdata", root.resolve("../shared/data").toString()));
        Path file = data.resolve("recordings/gopro_walk/max-heromode.mp4");
        Assumptions.assumeTrue(Files.exists(file), "skipped: no video at " + file);
        return Files.readAllBytes(file);
    }

    /// The receiver's UTC by the camera's own clock, both in nanoseconds.
    private static NavigableMap<Long, Long> gpsTimes(byte[] video) {
        NavigableMap<Long, Long> times = new TreeMap<>();
        ByteBuffer all = ByteBuffer.wrap(video);
        for (int at = 0; at + 8 < video.length; at++) {
            if (all.getInt(at) == fourCc("DEVC") && all.get(at + 4) == 0) {
                for (ByteBuffer stream : children(all.slice(at, video.length - at), "STRM")) {
                    List<ByteBuffer> utc = children(stream, "GPSU");
                    List<ByteBuffer> stamp = children(stream, "STMP");
                    if (!utc.isEmpty() && !stamp.isEmpty()) {
                        String text = StandardCharsets.US_ASCII.decode(utc.getFirst()).toString();
                        times.put(
                                stamp.getFirst().getLong(0) * 1_000,
                                LocalDateTime.parse(text, GPSU)
                                                .toInstant(ZoneOffset.UTC)
                                                .toEpochMilli()
                                        * 1_000_000);
                    }
                }
                at += 7;
            }
        }
        return times;
    }

    /// Payloads of the entries with a name inside the entry that `parent` begins with.
    private static List<ByteBuffer> children(ByteBuffer parent, String name) {
        List<ByteBuffer> found = new ArrayList<>();
        int end = 8 + length(parent, 0);
        for (int at = 8; at + 8 <= Math.min(end, parent.limit()); ) {
            int length = length(parent, at);
            if (parent.getInt(at) == fourCc(name)) {
                found.add(
                        name.equals("STRM")
                                ? parent.slice(at, 8 + length)
                                : parent.slice(at + 8, length));
            }
            at += 8 + (length + 3) / 4 * 4;
        }
        return found;
    }

    private static int length(ByteBuffer entries, int at) {
        return (entries.get(at + 5) & 0xff) * (entries.getShort(at + 6) & 0xffff);
    }

    private static int fourCc(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }
}
