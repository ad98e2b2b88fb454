package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    private static final String SHA =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void writesNanosecondsAsDecimalStringsAndOmitsWhatIsAbsent() {
        TopicLedger ledger =
                new TopicLedger(
                        "/gps",
                        "NavSatFix",
                        1,
                        2,
                        new SensorTime(1533226488123456789L),
                        null,
                        0,
                        "00");

        assertThat(Json.text(ledger))
                .isEqualTo(
                        "{\"topic\":\"/gps\",\"schema\":\"NavSatFix\",\"messages\":1,\"bytes\":2,"
                            + "\"first\":\"1533226488123456789\",\"maxGapNanos\":0,\"hash\":\"00\"}");
    }

    @Test
    void entriesOfMapsAreWrittenInTheOrderOfTheirKeysWhateverTheMap() {
        Map<String, Long> backwards = new LinkedHashMap<>();
        List.of("plate", "hand", "face").forEach(kind -> backwards.put(kind, 1L));

        assertThat(Json.text(backwards)).isEqualTo("{\"face\":1,\"hand\":1,\"plate\":1}");
    }

    @Test
    void readsAManifestAndIgnoresWhatItDoesNotKnow() {
        DriveManifest manifest =
                Json.read(
                        "{\"startTime\":\"2018-08-02T16:14:48Z\",\"driver\":\"x\",\"files\":[{\"name\":\"a.mcap\",\"size\":3,\"sha256\":\""
                                + SHA
                                + "\"}]}",
                        DriveManifest.class,
                        "manifest.json");

        assertThat(manifest)
                .isEqualTo(
                        new DriveManifest(
                                null,
                                Instant.parse("2018-08-02T16:14:48Z"),
                                List.of(
                                        new DriveManifest.DeclaredFile(
                                                "a.mcap", 3, new Sha256(SHA)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "{}                                                    | files",
                "null                                                  | null",
                "[]                                                    | DriveManifest",
                "{\"files\":[null]}                                    | files[]",
                "{\"files\":[],\"files\":[]}                           | Duplicate",
                "{\"files\":[]} x                                      | Unrecognized token 'x'",
                "{\"files\":[{\"name\":\"a\",\"size\":\"3\"}]}         | files[0].size",
                "{\"files\":[{\"name\":\"a\",\"size\":3.5}]}           | files[0].size",
                "{\"files\":[{\"name\":\"a\",\"size\":1e999}]}         | files[0].size",
                "{\"files\":[{\"name\":\"a\"}]}                        | files[0].size",
                "{\"files\":[{\"name\":\"a\",\"size\":-1,\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"}]}"
                    + " | -1",
                "{\"files\":[{\"name\":\"a\",\"size\":1,\"sha256\":\"zz\"}]} | zz",
                "{\"startTime\":\"yesterday\",\"files\":[]}            | yesterday",
                "{\"startTime\":12,\"files\":[]}                       | Instant",
                "{\"files\":[{\"name\":\"a\",\"size\":1}]}         | sha256",
                "{\"files\":[                                          | end-of-input",
            })
    void saysWhatIsWrongAndWhere(String json, String expected) {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> Json.read(json, DriveManifest.class, "drives/v/u/manifest.json"))
                .withMessageStartingWith("drives/v/u/manifest.json is malformed: ")
                .withMessageContaining(expected);
    }

    @Test
    void refusesADocumentNestedWithoutEnd() {
        byte[] bomb = ("{\"x\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> Json.read(bomb, DriveManifest.class, "bomb"))
                .withMessageContaining("nesting depth");
    }

    @Test
    void readsBackEveryRecordItWrites() {
        InspectionOutcome outcome =
                new InspectionOutcome(
                        DriveId.parse("car-20180802T161448Z-ed7002b4"),
                        Verdict.QUARANTINE,
                        QuarantineReason.UNREADABLE,
                        "no message in a.mcap",
                        1,
                        "reports/x/inspection.json");

        assertThat(Json.read(Json.bytes(outcome), InspectionOutcome.class, "outcome"))
                .isEqualTo(outcome);
        assertThat(Json.read(Json.pretty(outcome), InspectionOutcome.class, "outcome"))
                .isEqualTo(outcome);
    }

    @Test
    void refusesAVerdictThatContradictsItsReason() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() ->
                        Json.read(
                                "{\"driveId\":\"car-20180802T161448Z-ed7002b4\",\"verdict\":\"QUARANTINE\",\"findings\":0,\"reportKey\":\"k\"}",
                                InspectionOutcome.class,
                                "outcome"))
                .withMessageContaining("car-20180802T161448Z-ed7002b4");
    }
}
