package dev.roadloop.train.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.RunKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptCheckpointsTest {

    private static final String THERE = "gold/" + RunKeys.checkpoints("r");

    @TempDir private Path here;

    @Test
    void whatANewerOneReplacesIsRemovedOnceThatHasArrivedAndNotBefore() throws IOException {
        try (TestAws aws = new TestAws()) {
            KeptCheckpoints checkpoints =
                    new KeptCheckpoints(new Bucket(aws.clients().s3(), "gold"), "r", here);
            arrive(aws, 10, 20);
            arrive(aws, "checkpoint-0000000020.tensors.part");
            write(30, 40);

            checkpoints.send();
            assertThat(aws.keys(THERE)).as("30 and 40 are still on their way").hasSize(3);

            arrive(aws, 30);
            checkpoints.send();
            assertThat(aws.keys(THERE)).containsExactly(THERE + name(30));

            arrive(aws, 40);
            checkpoints.send();
            assertThat(aws.keys(THERE)).containsExactly(THERE + name(30), THERE + name(40));
        }
    }

    @Test
    void whatIsNewerThanAllThatIsHereIsLeftAlone() throws IOException {
        try (TestAws aws = new TestAws()) {
            arrive(aws, 30, 90);
            write(30);

            new KeptCheckpoints(new Bucket(aws.clients().s3(), "gold"), "r", here).send();
            assertThat(aws.keys(THERE)).isEqualTo(List.of(THERE + name(30), THERE + name(90)));
        }
    }

    private void write(int... steps) throws IOException {
        for (int step : steps) {
            Files.writeString(here.resolve(name(step)), "weights");
        }
    }

    private static void arrive(TestAws aws, int... steps) {
        for (int step : steps) {
            arrive(aws, name(step));
        }
    }

    private static void arrive(TestAws aws, String name) {
        aws.put(THERE + name, "weights");
    }

    private static String name(int step) {
        return "checkpoint-%010d.tensors".formatted(step);
    }
}
