package dev.roadloop.sensorlog.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.TestData;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class RealMcapTest {

    /// Counts as `@mcap/core` printed them.
    @ParameterizedTest
    @CsvSource({
        "recordings/comma2k19_example1/comma2k19_example1.mcap, 159626",
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap, 540",
        "recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.mcap, 770"
    })
    void readsRealRecordingsWithoutLossInBothOrders(String path, long messages) throws IOException {
        try (Recording recording = Recordings.open(TestData.file(path))) {
            Ledger ledger = TestData.ledger(recording, ReadOptions.all());
            assertThat(ledger.messages()).isEqualTo(messages);
            assertThat(recording.summary().messages()).hasValue(messages);
            ReadOptions byTime = ReadOptions.all().withOrder(ReadOptions.Order.LOG_TIME);
            assertThat(TestData.ledger(recording, byTime).bytes()).isEqualTo(ledger.bytes());
            try (MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
                while (cursor.next()) {
                    assertThat(cursor.message().logTime()).isPositive();
                }
                assertThat(cursor.losses().losses()).isEmpty();
            }
        }
    }
}
