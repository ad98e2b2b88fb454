package dev.roadloop.train.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.RunKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketCheckpointsTest {

    private static final String THERE = "gold/" + RunKeys.checkpoints("r");
    private static final String FIRST = "checkpoint-0000000010.tensors";
    private static final String SECOND = "checkpoint-0000000020.tensors";

    @TempDir private Path here;

    @Test
    void aCheckpointThatWasDamagedIsSentAgainWhenItIsWrittenAgain() throws IOException {
        try (TestAws aws = new TestAws()) {
            aws.put(THERE + FIRST, "weights");
            aws.put(THERE + SECOND, "damaged");
            Bucket gold = new Bucket(aws.clients().s3(), "gold");
            BucketCheckpoints checkpoints =
                    new BucketCheckpoints(gold, "r", here, InstantSource.system());
            checkpoints.restore();
            // As the store of checkpoints does: it puts aside what is of no use, and goes on.
            Files.move(here.resolve(SECOND), here.resolve(SECOND + ".damaged"));
            Files.writeString(here.resolve(SECOND), "weights again");
            Files.setLastModifiedTime(here.resolve(SECOND), FileTime.fromMillis(1));

            checkpoints.send();

            assertThat(gold.get(RunKeys.checkpoints("r") + SECOND, 99).map(String::new))
                    .contains("weights again");
            assertThat(aws.keys(THERE)).containsExactly(THERE + FIRST, THERE + SECOND);
        }
    }
}
