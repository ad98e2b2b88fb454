package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Joins the four things that an event is: schema, sample, invalid samples and record.
class EventsTest {
    private static final Path EVENTS =
            Path.of(System.getProperty("roadloop.root", "../.."), "events");
    private static final Map<String, Class<?>> RECORDS =
            Map.of(
                    DriveRegistered.NAME, DriveRegistered.class,
                    DriveQuarantined.NAME, DriveQuarantined.class,
                    DriveCatalogued.NAME, DriveCatalogued.class,
                    DriveHeld.NAME, DriveHeld.class,
                    DatasetVersionFrozen.NAME, DatasetVersionFrozen.class,
                    TrainingFinished.NAME, TrainingFinished.class,
                    SweepFinished.NAME, SweepFinished.class,
                    ModelQualified.NAME, ModelQualified.class,
                    ModelPromoted.NAME, ModelPromoted.class);

    @TestFactory
    Stream<DynamicTest> everyEventHasSchemaSampleAndRecordThatAgree() {
        return RECORDS.entrySet().stream()
                .map(event ->
                        DynamicTest.dynamicTest(
                                event.getKey(),
                                () -> {
                                    String sample =
                                            Files.readString(
                                                    EVENTS.resolve(event.getKey())
                                                            .resolve("sample.json"));
                                    JsonNode schema =
                                            Json.jackson()
                                                    .readTree(
                                                            EVENTS.resolve(event.getKey())
                                                                    .resolve("v1.schema.json")
                                                                    .toFile());
                                    List<String> properties =
                                            List.copyOf(
                                                    schema.get("properties").properties().stream()
                                                            .map(Map.Entry::getKey)
                                                            .toList());

                                    assertThat(
                                                    schema(event.getKey())
                                                            .validate(sample, InputFormat.JSON))
                                            .isEmpty();
                                    assertThat(
                                                    Json.jackson()
                                                            .readTree(
                                                                    Json.bytes(
                                                                            Json.read(
                                                                                    sample,
                                                                                    event
                                                                                            .getValue(),
                                                                                    "sample"))))
                                            .isEqualTo(Json.jackson().readTree(sample));
                                    assertThat(
                                                    Arrays.stream(
                                                                    event.getValue()
                                                                            .getRecordComponents())
                                                            .map(part -> part.getName()))
                                            .containsExactlyElementsOf(properties);
                                }));
    }

    @TestFactory
    Stream<DynamicTest> everyInvalidSampleIsRefusedByItsSchema() {
        return RECORDS.keySet().stream()
                .flatMap(event ->
                        invalid(event).stream()
                                .map(file ->
                                        DynamicTest.dynamicTest(
                                                event + "/" + file.getFileName(),
                                                () ->
                                                        assertThat(
                                                                        schema(event)
                                                                                .validate(
                                                                                        Files
                                                                                                .readString(
                                                                                                        file),
                                                                                        InputFormat
                                                                                                .JSON))
                                                                .isNotEmpty())));
    }

    @Test
    void refusesAnEventWithoutItsDriveInTheRecordToo() throws IOException {
        String json =
                Files.readString(EVENTS.resolve("DriveRegistered/invalid-missing-drive-id.json"));

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> Json.read(json, DriveRegistered.class, "event"))
                .withMessageContaining("driveId");
    }

    @Test
    void namesEveryQuarantineReasonInTheSchema() throws IOException {
        JsonNode schema =
                Json.jackson().readTree(EVENTS.resolve("DriveQuarantined/v1.schema.json").toFile());

        assertThat(schema.at("/properties/reason/enum").valueStream().map(JsonNode::asText))
                .containsExactlyElementsOf(
                        Arrays.stream(QuarantineReason.values())
                                .map(Enum::name)
                                .collect(Collectors.toList()));
    }

    private static List<Path> invalid(String event) {
        try (Stream<Path> files = Files.list(EVENTS.resolve(event))) {
            List<Path> found =
                    files.filter(file -> file.getFileName().toString().startsWith("invalid-"))
                            .sorted()
                            .toList();
            assertThat(found).as("invalid samples of " + event).isNotEmpty();
            return found;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonSchema schema(String event) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        Files.readString(EVENTS.resolve(event).resolve("v1.schema.json")),
                        InputFormat.JSON);
    }
}
