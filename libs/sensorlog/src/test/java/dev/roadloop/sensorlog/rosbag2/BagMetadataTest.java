package dev.roadloop.sensorlog.rosbag2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bag directories whose files are not what `metadata.yaml` says.
class BagMetadataTest {

    @TempDir Path folder;

    @Test
    void whatAKilledRecorderLeftIsReadWithoutMetadata() throws IOException {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        Ledger whole = SplitBag.read(bag, ReadOptions.all()).ledger();
        Files.delete(bag.resolve(BagMetadata.FILE_NAME));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.ledger()).isEqualTo(whole);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().losses().getFirst().detail())
                .contains("bag: expected metadata.yaml, found none");
    }

    @Test
    void whateverMetadataSaysItIsReadOrRefused() throws IOException {
        byte[] yaml =
                Files.readAllBytes(
                        SplitBag.write(folder, SplitBag.SPLIT).resolve(BagMetadata.FILE_NAME));
        Random random = new Random(3);
        int refused = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.fuzz", 300); round++) {
            byte[] damaged = yaml.clone();
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                damaged[random.nextInt(damaged.length)] =
                        (byte)
                                (random.nextBoolean()
                                        ? " \n:-[{&*!'0x_".charAt(random.nextInt(13))
                                        : random.nextInt(256));
            }
            try {
                BagMetadata.read(TestData.inMemory(damaged));
            } catch (BagMetadata.MalformedException e) {
                refused++;
                assertThat(e).hasMessageMatching("(?s).{8,}");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFileThatMetadataDoesNotListComesLast() throws IOException {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        SplitBag whole = SplitBag.read(bag, ReadOptions.all());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(yaml, Files.readString(yaml).replaceFirst("  - bag_4.db3\n", ""));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.messages()).isZero();
                    assertThat(loss.detail()).contains("bag_4.db3 is not listed");
                });
        assertThat(read.times()).hasSameElementsAs(whole.times());
    }

    @Test
    void aFileThatIsMissingIsALossOfItsMessages() throws IOException {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        int there = SplitBag.read(bag.resolve("bag_1.db3"), ReadOptions.all()).times().size();
        Files.delete(bag.resolve("bag_1.db3"));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.times()).hasSize(SplitBag.MESSAGES - there);
        assertThat(read.losses().messages()).hasValue(there);
        assertThat(read.losses().losses().getFirst().detail())
                .contains("metadata.yaml lists bag_1.db3, found no such file");
    }

    @Test
    void messagesThatMetadataCountsAndNoFileHoldsAreMissedByTopic() throws IOException {
        Path bag = SplitBag.write(folder, Rosbag2WriteOptions.defaults());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml, Files.readString(yaml).replace("message_count: 134", "message_count: 140"));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.topic()).isEqualTo("/b");
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.MISSING);
                    assertThat(loss.messages()).isEqualTo(6);
                });
    }

    @Test
    void aFileThatHoldsFewerMessagesThanMetadataSaysIsNamed() throws Exception {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        int before = SplitBag.read(bag.resolve("bag_1.db3"), ReadOptions.all()).times().size();
        int deleted;
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + bag.resolve("bag_1.db3"))) {
            deleted =
                    connection
                            .createStatement()
                            .executeUpdate(
                                    "delete from messages where topic_id = 1 and id % 2 = 0");
        }

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.topic()).isEqualTo("/a");
                    assertThat(loss.messages()).isEqualTo(deleted).isPositive();
                    assertThat(loss.detail())
                            .endsWith(
                                    "; bag_1.db3 holds %d of %d"
                                            .formatted(before - deleted, before));
                });
    }

    @Test
    void topicsAndTypesThatMetadataHasOtherwiseAreNoted() throws IOException {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("name: /b", "name: /c")
                        .replace("type: own/msg/A", "type: own/msg/Other"));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .extracting(Loss::topic, Loss::messages, Loss::detail)
                .containsExactlyInAnyOrder(
                        tuple(
                                "/a",
                                0L,
                                "metadata.yaml has topic /a with messages own/msg/Other, found"
                                        + " own/msg/A"),
                        tuple("/b", 0L, "metadata.yaml has no topic /b, found 134 messages of it"),
                        tuple(
                                "/c",
                                134L,
                                "metadata.yaml counts 134 messages of topic /c, found 0"));
    }

    @Test
    void moreMessagesThanMetadataCountsAreNotedAndRead() throws IOException {
        Path bag = SplitBag.write(folder, Rosbag2WriteOptions.defaults());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml, Files.readString(yaml).replace("message_count: 134", "message_count: 130"));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.times()).hasSize(SplitBag.MESSAGES);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().losses())
                .extracting(Loss::detail)
                .containsExactly("metadata.yaml counts 130 messages of topic /b, found 134");
    }

    @Test
    void aFileThatMetadataListsTwiceIsReadOnce() throws IOException {
        Path bag = SplitBag.write(folder, SplitBag.SPLIT);
        SplitBag whole = SplitBag.read(bag, ReadOptions.all());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml,
                Files.readString(yaml).replace("- bag_0.db3\n", "- bag_0.db3\n  - bag_0.db3\n"));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.times()).isEqualTo(whole.times());
        assertThat(read.losses()).isEqualTo(LossReport.NONE);
    }
}
