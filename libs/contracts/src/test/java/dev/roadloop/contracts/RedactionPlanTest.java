package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.RedactionPlan.TimeRange;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedactionPlanTest {

    private static final DriveId DRIVE = DriveId.parse("car-20260102T030405Z-0123abcd");
    private static final String CAMERA = "sensor_msgs/msg/CompressedImage";
    private static final long SECOND = 1_000_000_000L;

    private static TopicLedger topic(
            String name, String schema, long messages, long from, long to) {
        return new TopicLedger(
                name, schema, messages, 1, new SensorTime(from), new SensorTime(to), 0, "h");
    }

    private static RedactionPlan plan(TopicLedger... topics) {
        return RedactionPlan.of(DRIVE, RedactionPolicy.bundled(), List.of(topics));
    }

    @Property(tries = 200, seed = "20261121")
    void rangesFollowEachOtherWithoutGapAndHoldEveryPicture(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000_000L) long from,
            @ForAll @LongRange(min = 0, max = 800_000_000_000_000L) long span,
            @ForAll @IntRange(min = 1, max = 2_000_000) int frames) {
        List<TimeRange> ranges = plan(topic("/c", CAMERA, frames, from, from + span)).ranges();

        assertThat(ranges.getFirst().from().nanos()).isEqualTo(from);
        assertThat(ranges.getLast().to().nanos()).isEqualTo(from + span + 1);
        assertThat(ranges.size())
                .isLessThanOrEqualTo(RedactionPlan.MAX_RANGES)
                .isLessThanOrEqualTo(Math.max(1, frames / RedactionPlan.LEAST_FRAMES));
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).to());
        }
    }

    @Test
    void aDriveOfTenMinutesIsSplitByThePolicysSeconds() {
        RedactionPlan plan = plan(topic("/c", CAMERA, 6000, 0, 600 * SECOND - 1));

        assertThat(plan.ranges()).hasSize(10);
        assertThat(plan.ranges().get(3))
                .isEqualTo(
                        new TimeRange(new SensorTime(180 * SECOND), new SensorTime(240 * SECOND)));
        assertThat(plan.frames()).isEqualTo(6000);
    }

    @Test
    void aDriveWithVideoIsNotSplitBecauseFramesBuildOnEarlierOnes() {
        RedactionPlan plan =
                plan(
                        topic("/c", CAMERA, 6000, 0, 600 * SECOND),
                        topic("/v", "foxglove.CompressedVideo", 6000, 0, 900 * SECOND));

        assertThat(plan.frames()).isEqualTo(12_000);
        assertThat(plan.ranges())
                .containsExactly(
                        new TimeRange(new SensorTime(0), new SensorTime(900 * SECOND + 1)));
    }

    @Test
    void onlyTopicsWithPicturesCount() {
        RedactionPlan plan =
                plan(
                        topic("/a", CAMERA, 300, 100 * SECOND, 200 * SECOND),
                        topic("/b", "sensor_msgs/msg/Image", 300, 150 * SECOND, 260 * SECOND),
                        topic("/imu", "sensor_msgs/msg/Imu", 90_000, 0, 900 * SECOND));

        assertThat(plan.frames()).isEqualTo(600);
        assertThat(plan.ranges().getFirst().from()).isEqualTo(new SensorTime(100 * SECOND));
        assertThat(plan.ranges().getLast().to()).isEqualTo(new SensorTime(260 * SECOND + 1));
    }

    @Test
    @Tag("slow")
    void oneMessageWithAnAbsurdTimeMakesNoThousandsOfRanges() {
        assertThat(plan(topic("/c", CAMERA, 250, 0, Long.MAX_VALUE)).ranges()).hasSize(2);
    }

    @Test
    void aDriveWithoutPicturesHasNoRanges() {
        assertThat(plan(topic("/imu", "sensor_msgs/msg/Imu", 90_000, 0, SECOND)).ranges())
                .isEmpty();
    }
}
