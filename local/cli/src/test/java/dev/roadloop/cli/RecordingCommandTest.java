package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecordingCommandTest {

    @TempDir private static Path shared;

    private static Path bag = Path.of("");

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void generate() {
        bag = shared.resolve("drive.bag");
        assertThat(
                        new RecordingCommandTest()
                                .run(
                                        "generate-drive",
                                        "--seconds",
                                        "1",
                                        "--size",
                                        "320x180",
                                        bag.toString()))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    @Tag("slow")
    void convertsBagToMcapWithTheSameLedger() {
        Path mcap = folder.resolve("drive.mcap");
        assertThat(run("recording", "convert", bag.toString(), mcap.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("the same ledger");
        assertThat(run("recording", "check", "--json", mcap.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"/imu/data\"").contains("\"losses\" : [ ]");
    }

    @Test
    @Tag("slow")
    void convertsToADirectoryOfRosbag2WhichInfoAndCheckTakeAsOne() {
        Path mcap = folder.resolve("drive.mcap");
        Path directory = folder.resolve("drive_bag");
        run("generate-drive", "--seconds", "1", "--size", "320x180", mcap.toString());

        assertThat(
                        run(
                                "recording",
                                "convert",
                                mcap.toString(),
                                directory.toString(),
                                "--packing",
                                "FILE",
                                "--split-bytes",
                                "200000"))
                .isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("drive_bag_1.db3.zstd")).exists();
        assertThat(run("recording", "info", directory.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("drive_bag: ROSBAG2_SQLITE").contains("/imu/data");
        assertThat(run("recording", "check", directory.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("drive_bag: ").contains("passes by policy");
        assertThat(
                        run(
                                "recording",
                                "convert",
                                directory.toString(),
                                folder + "/x.bag",
                                "--packing",
                                "FILE"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("are for directories of rosbag2");
    }

    @Test
    @Tag("slow")
    void checkOfATruncatedFileSaysWhereItEnds() throws IOException {
        Path cut = folder.resolve("cut.bag");
        byte[] bytes = Files.readAllBytes(bag);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(run("recording", "check", cut.toString())).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString())
                .containsPattern(
                        "DATA_LOST: cut.bag, bytes \\d+ to "
                                + bytes.length / 2
                                + ": truncated: .*; its beginning is read");
    }

    @Test
    @Tag("slow")
    void whatIsNoVideoIsRefusedAndLeavesNothing() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.mp4"), "no video");
        Path made = folder.resolve("not there yet");
        Path mcap = made.resolve("notes.mcap");
        assertThat(run("recording", "from-video", notes.toString(), mcap.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("notes.mp4: expected an MP4 or QuickTime file");
        assertThat(made).isEmptyDirectory();
    }

    @Test
    @Tag("slow")
    void checkJudgesByThePolicyThatIsGiven() throws IOException {
        Path policy =
                Files.writeString(
                        folder.resolve("truck.json"),
                        """
                        {"id": "truck", "version": 1,
                         "clock": {"maxSpanHours": 24, "maxStampOffsetSeconds": 1,
                                   "maxStampJumpSeconds": 1, "earliestYear": 2005},
                         "losses": {"maxLostFraction": 0.5}, "contents": {"maxTopics": 100},
                         "sensors": [{"name": "radar", "types": ["radar_msgs/Scan"],
                                      "presence": "REQUIRED"}]}
                        """);
        assertThat(run("recording", "check", bag.toString(), "--policy", policy.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("truck@1").contains("SENSOR_MISSING").contains("radar");
    }

    @Test
    void refusesToConvertADamagedRecordingAndLeavesNoFile() throws IOException {
        Path cut = folder.resolve("cut.bag");
        byte[] bytes = Files.readAllBytes(bag);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(
                        run(
                                "recording",
                                "convert",
                                cut.toString(),
                                folder.resolve("new.mcap").toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("cut.bag").contains("roadloop recording check");
        assertThat(folder.resolve("new.mcap")).doesNotExist();
        assertThat(folder.resolve("new.mcap.part")).doesNotExist();
    }

    @Test
    void infoOfAFileWithoutAnIndexCountsWhatIsThere() throws IOException {
        byte[] bytes = Files.readAllBytes(bag);
        Path cut =
                Files.write(folder.resolve("cut.bag"), Arrays.copyOf(bytes, bytes.length * 2 / 3));

        assertThat(run("recording", "info", "--json", cut.toString())).isEqualTo(ExitCode.OK);

        JsonNode info = new ObjectMapper().readTree(out.toString());
        assertThat(info.path("indexed").asBoolean()).isFalse();
        assertThat(info.path("messages").asInt()).isBetween(200, 450);
        assertThat(info.path("topics")).hasSize(12);
        assertThat(err.toString()).contains("damaged: expected a chunk of");
    }

    @Test
    void aTargetThatCannotBeWrittenIsNamedAndAFolderIsMade() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no folder");

        assertThat(run("recording", "convert", bag.toString(), bag.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("recording", "convert", bag.toString(), notes + "/new.mcap"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("recording", "convert", bag.toString(), folder + "/made/new.mcap"))
                .isEqualTo(ExitCode.OK);

        assertThat(err.toString())
                .contains("drive.bag: expected another file than the source")
                .contains("notes.txt: it is in the way")
                .doesNotContain("recording check");
    }

    @Test
    void aPolicyThatIsNoneIsBadInputAndNoFaultOfOurs() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.json"), "{\"id\": 1");
        assertThat(run("recording", "check", bag.toString(), "--policy", policy.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("policy.json is malformed");
    }

    @Test
    void saysWhichFileIsNoRecordingWithoutAStackTrace() throws IOException {
        Path noise = Files.writeString(folder.resolve("noise.mcap"), "this is not a recording");
        assertThat(run("recording", "info", noise.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("noise.mcap").doesNotContain("\tat ");
    }

    @Test
    void namesTheScenariosThereAreWhenOneIsUnknown() {
        assertThat(run("generate-drive", "--scenario", "nigt", folder.resolve("x.mcap").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'nigt'").contains("night");
    }

    private int run(String... args) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
