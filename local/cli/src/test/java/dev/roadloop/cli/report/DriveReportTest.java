package dev.roadloop.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.report.DriveData.Position;
import dev.roadloop.cli.report.DriveData.Span;
import dev.roadloop.cli.report.DriveData.TopicRow;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class DriveReportTest {

    private static final String HOSTILE =
            "</title><script>alert(1)</script><img src=x onerror='alert(2)'>\"&\u202Egnp.exe\u0000";
    private static final String DRIVE = "car-1-20260504T090000Z-0123abcd";

    @TempDir private Path folder;

    @Property(tries = 300, seed = "20261121")
    void escapedTextIsReadBackAsText(@ForAll String text)
            throws ParserConfigurationException, IOException, SAXException {
        String xml = "<p a=\"" + Markup.escaped(text) + "\">" + Markup.escaped(text) + "</p>";

        Document read =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));

        assertThat(read.getDocumentElement().getChildNodes().getLength()).isLessThanOrEqualTo(1);
        assertThat(read.getDocumentElement().getAttributes().getLength()).isEqualTo(1);
    }

    @Test
    void namesThatAreMarkupStayText() {
        Map<String, String> values =
                Map.of(
                        "driveId", DRIVE,
                        "vehicle", HOSTILE,
                        "upload", HOSTILE,
                        "status", HOSTILE,
                        "verdict", HOSTILE,
                        "policy", HOSTILE,
                        "reason", HOSTILE,
                        "message", HOSTILE);
        DriveData data =
                new DriveData(
                        0,
                        9,
                        List.of(new Position(0, 49, 8), new Position(9, 49.001, 8.001)),
                        List.of(
                                new DriveData.Plot(
                                        HOSTILE, HOSTILE, List.of(line(HOSTILE), line("y")))),
                        List.of(new TopicRow(HOSTILE, 5, 1, List.of(new Span(0, 9)), List.of())),
                        List.of(HOSTILE));

        String page =
                new ReportPage(
                                new Catalog.Entry(values),
                                Reports.of(inspection()),
                                data,
                                List.of(new Keyframes.Keyframe(HOSTILE, 1, "AAAA")))
                        .html();

        assertThat(page).doesNotContain("<script").doesNotContain("<img src=x");
        assertThat(page)
                .doesNotContain("onerror='")
                .doesNotContain("\u202E")
                .doesNotContain("\u0000");
        assertThat(page).contains("&lt;script&gt;alert(1)").contains("default-src 'none'");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
    }

    @Test
    void showsFindingsAndLossesWithTheirNumbers() {
        String page =
                new ReportPage(
                                new Catalog.Entry(Map.of("driveId", DRIVE)),
                                Reports.of(inspection()),
                                new DriveData(0, 0, List.of(), List.of(), List.of(), List.of()),
                                List.of())
                        .html();

        assertThat(page)
                .contains("SENSOR_GAP")
                .contains("gapSeconds 1.25")
                .contains("100 – 250")
                .doesNotContain("Where it went")
                .doesNotContain("NaN");
    }

    @Test
    void showsWhatWasDestroyedTheContactSheetAndTheClips() {
        DriveId drive = DriveId.parse(DRIVE);
        Sha256 digest = Sha256.of(new byte[0]);
        RedactionReport redaction =
                new RedactionReport(
                        drive,
                        "default@1",
                        digest,
                        RedactionVerdict.HELD,
                        HOSTILE,
                        new RedactionReport.LookedWith(HOSTILE, digest, "t"),
                        List.of(),
                        List.of(),
                        List.of(
                                new RedactionReport.CameraTopic(
                                        HOSTILE, 80, 12, 1, Map.of("face", 3L, "plate", 14L), 5)),
                        new RedactionReport.BoxList("k", digest, 13),
                        new RedactionReport.PixelCheck(12, 0, 3),
                        List.of(
                                new RedactionReport.RecallEstimate(
                                        "plate", "rendered", 32, 24, 18, 0.55, 0.88)),
                        null,
                        List.of());
        SensorTime start = new SensorTime(5_000_000_000L);
        DriveClip clip =
                new DriveClip(
                        7,
                        start,
                        new SensorTime(15_000_000_000L),
                        "clips/x.tar",
                        2_500_000,
                        digest,
                        100,
                        List.of("gps_fix"),
                        List.of(HOSTILE),
                        0.5,
                        20,
                        20,
                        1.0,
                        null);
        Reports reports =
                new Reports(
                        Optional.empty(),
                        Optional.of(redaction),
                        Optional.of(new RedactionSection.Sheet("reports/d/<sheet>.png", "AAAA")),
                        List.of(clip));

        String page =
                new ReportPage(
                                new Catalog.Entry(Map.of("driveId", DRIVE)),
                                reports,
                                new DriveData(0, 0, List.of(), List.of(), List.of(), List.of()),
                                List.of())
                        .html();

        assertThat(page)
                .contains("3 face, 14 plate, 5 filled between frames")
                .contains("18 of 24")
                .contains("0.55 to 0.88")
                .contains("left:55.0%;width:33.0%")
                .contains("data:image/png;base64,AAAA")
                .contains("reports/d/&lt;sheet&gt;.png")
                .contains("<td>000007<td>5.0 s<td>15.0 s<td>1<td>")
                .doesNotContain("<script")
                .doesNotContain("<img src=x");
    }

    @Test
    void findsGapsSignalsAndTheTrackInTables() throws SQLException {
        Path gps = folder.resolve("gps.parquet");
        Path brake = folder.resolve("it's.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            // 10 Hz for 20 s, silent from 5 s to 8 s; x grows, y stands, one value is not a number.
            statement.execute(
                    "copy (select make_timestamp_ns(1700000000000000000 + i * 100000000) as"
                        + " log_time, 49.0 + i * 1e-5 as latitude, 8.4::double as longitude,"
                        + " i::double as v_x, 1.0::double as v_y, if(i = 3, 'nan'::double, -i) as"
                        + " v_z from range(200) r(i) where i not between 51 and 79) to '"
                            + gps
                            + "' (format parquet)");
            statement.execute(
                    "copy (select make_timestamp_ns(1700000004000000000) as log_time, 1.0::double"
                            + " as data) to '"
                            + brake.toString().replace("'", "''")
                            + "' (format parquet)");
        }

        DriveData data =
                DriveDataReader.read(
                        Map.of("gps\"; drop", List.of(gps), "brake", List.of(brake)), List.of());

        assertThat(data.start()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(data.seconds()).isEqualTo(19.9);
        assertThat(data.track()).hasSize(171);
        assertThat(TrackMap.metres(data.track())).isBetween(221.0, 222.0);
        TopicRow row = data.rows().getLast();
        assertThat(row.gaps()).containsExactly(new Span(5.0, 8.0));
        assertThat(row.spans()).containsExactly(new Span(0, 5.0), new Span(8.0, 19.9));
        assertThat(data.rows().getFirst().gaps()).isEmpty();
        assertThat(data.plots()).extracting(DriveData.Plot::name).containsExactly("v");
        assertThat(data.plots().getFirst().lines())
                .extracting(DriveData.Line::name)
                .containsExactly("x", "z");
    }

    @Test
    @Tag("slow")
    void thePageDoesNotGrowWithTheDrive() throws SQLException {
        Path imu = folder.resolve("imu.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "copy (select make_timestamp_ns(1700000000000000000 + i * 10000000) as"
                        + " log_time, 49.0 + i * 1e-7 as latitude, 8.4::double as longitude, sin(i"
                        + " / 100.0) as v from range(200000) r(i)) to '"
                            + imu
                            + "' (format parquet)");
        }

        DriveData data = DriveDataReader.read(Map.of("imu", List.of(imu)), List.of());

        assertThat(data.track()).hasSizeLessThan(2_100);
        assertThat(data.plots().getFirst().lines().getFirst().points())
                .hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void marksOfAnAxisAreRoundAndTellTheirNeighboursApart() {
        Axis axis = Axis.over(118.13, 119.21, 0, 100);
        List<String> labels = new ArrayList<>();
        axis.marks(4).forEach(mark -> labels.add(axis.label(mark, 4)));

        assertThat(labels).containsExactly("118.2", "118.4", "118.6", "118.8", "119.0", "119.2");
        assertThat(Axis.over(5, 5, 0, 100).at(5)).isEqualTo(50);
    }

    private static DriveData.Line line(String name) {
        return new DriveData.Line(
                name, List.of(new DriveData.Point(0, 0, 1, 2), new DriveData.Point(9, 1, 2, 3)));
    }

    private static InspectionReport inspection() {
        return new InspectionReport(
                DriveId.parse(DRIVE),
                "default@1",
                Verdict.FINDINGS,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(new RecordedLoss("a<b>.mcap", HOSTILE, 3L, 100, 250, HOSTILE)),
                List.of(
                        new Finding(
                                "SENSOR_GAP",
                                Finding.Severity.WARNING,
                                HOSTILE,
                                HOSTILE,
                                Map.of("gapSeconds", 1.25))),
                null,
                null);
    }
}
