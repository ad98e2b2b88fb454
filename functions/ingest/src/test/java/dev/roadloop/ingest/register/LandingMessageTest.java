package dev.roadloop.ingest.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.ingest.register.LandingMessage.ObjectCreated;
import dev.roadloop.ingest.register.LandingMessage.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The events that S3 and EventBridge bring, in the forms of the Amazon S3 user guide.
class LandingMessageTest {

    private static final String EVENT_BRIDGE =
            """
            {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"%s","source":"aws.s3",
             "detail":{"version":"0","bucket":{"name":"landing"},
               "object":{"key":"drives/car/u 1/a+b=c.mcap","size":5,"etag":"e","sequencer":"00617F08299329D189"},
               "reason":"PutObject"}}\
            """;

    private static final String NOTIFICATION =
            """
            {"eventVersion":"%s","eventSource":"aws:s3","eventName":"%s","s3":{"s3SchemaVersion":"1.0",
             "bucket":{"name":"landing"},"object":{"key":"drives/car/u+1/a%%2Bb%%3Dc.mcap","size":5,"sequencer":"%s"}}}\
            """;

    private static List<LandingMessage> read(String body) {
        return LandingMessage.read(body, "message-1");
    }

    private static String notifications(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    @Test
    void anEventOfEventBridgeHasItsKeyAsItIsAndIsTheCorrelation() {
        assertThat(read(EVENT_BRIDGE.formatted("Object Created")))
                .singleElement()
                .isInstanceOfSatisfying(
                        ObjectCreated.class,
                        created -> {
                            assertThat(created.key()).isEqualTo("drives/car/u 1/a+b=c.mcap");
                            assertThat(created.correlationId().value())
                                    .isEqualTo("17793124-05d4-b198-2fde-7ededc63b103");
                            assertThat(created.sequencer()).isNotNull();
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.2", "2.3", "2.17"})
    void aNotificationOfAnySecondVersionHasItsKeyEncoded(String version) {
        String put = NOTIFICATION.formatted(version, "ObjectCreated:Put", "01");
        assertThat(read(notifications(put)))
                .singleElement()
                .isInstanceOfSatisfying(
                        ObjectCreated.class,
                        created ->
                                assertThat(created.key()).isEqualTo("drives/car/u 1/a+b=c.mcap"));
    }

    @Test
    void aNotificationWithoutIdIsTheSameCorrelationWheneverItComesAndAnotherWriteIsAnother() {
        String first = NOTIFICATION.formatted("2.1", "ObjectCreated:Put", "01");
        String second =
                NOTIFICATION.formatted("2.1", "ObjectCreated:CompleteMultipartUpload", "02");

        List<LandingMessage> both = read(notifications(first, second));

        assertThat(both).hasSize(2).doesNotHaveDuplicates();
        assertThat(both.getFirst()).isEqualTo(read(notifications(first)).getFirst());
        assertThat(((ObjectCreated) both.getFirst()).correlationId())
                .isNotEqualTo(((ObjectCreated) both.getLast()).correlationId());
    }

    @Test
    void whatIsNoWriteOrOfAVersionToComeSaysNothing() {
        assertThat(read(EVENT_BRIDGE.formatted("Object Deleted"))).isEmpty();
        assertThat(
                        read(
                                notifications(
                                        NOTIFICATION.formatted("2.1", "ObjectRemoved:Delete", "01"),
                                        NOTIFICATION.formatted("3.0", "ObjectCreated:Put", "01"))))
                .isEmpty();
        assertThat(read("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}")).isEmpty();
    }

    @Test
    void theSchedulesMessageAsksForASweepUnderItsOwnId() {
        assertThat(read("{\"id\":\"s-1\",\"detail-type\":\"Sweep Uploads\",\"detail\":{}}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Sweep.class,
                        sweep -> assertThat(sweep.correlationId().value()).isEqualTo("s-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "{\"detail\":{}}"})
    void aBodyThatIsNoEventIsTheCallersFaultAndNamesTheMessage(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("message-1");
    }
}
