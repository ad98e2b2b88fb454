package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.workflow.TroubledCalls.Effect;
import dev.roadloop.cli.workflow.TroubledCalls.Trouble;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies above the size that S3 takes in one call, here 5 MiB: three parts, the last one short.
class LargeCopyE2E {

    private static final int PART = 5 << 20;

    @TempDir private static Path folder;

    private static WorkflowCloud cloud;
    private static byte[] content = new byte[2 * PART + 12_345];
    private static Bucket landing;
    private static Bucket silver;

    @BeforeAll
    static void start() throws IOException {
        cloud = new WorkflowCloud(folder, WorkflowCloud.HURRIED);
        landing = new Bucket(cloud.s3, cloud.output("LandingBucket"));
        silver = new Bucket(cloud.s3, cloud.output("SilverBucket"));
        new Random(5).nextBytes(content);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void aCopyInPartsIsTheWholeWithItsMetadata() {
        StoredObject source = uploaded("large/whole");

        boolean copied =
                new ObjectCopy(PART)
                        .copy(landing, source, silver, "large/copy", Map.of("digest", "d"));

        assertThat(copied).isTrue();
        assertThat(cloud.get(silver.name(), "large/copy")).isEqualTo(content);
        StoredObject copy = silver.find("large/copy").orElseThrow();
        assertThat(copy.metadata()).containsEntry("digest", "d");
        assertThat(copy.etag()).as("tag of an object in three parts").contains("-3");
        nothingIsLeftUnderWay();
    }

    @Test
    void aSourceThatWasOverwrittenIsNotCopied() {
        StoredObject source = uploaded("large/changed");
        content[7]++;
        uploaded("large/changed");

        boolean copied =
                new ObjectCopy(PART).copy(landing, source, silver, "large/stale", Map.of());

        assertThat(copied).isFalse();
        assertThat(silver.find("large/stale")).isEmpty();
        nothingIsLeftUnderWay();
    }

    @Test
    void aCopyWhosePartFailsLeavesNothingBehind() {
        StoredObject source = uploaded("large/failing");
        cloud.troubles.add(
                new Trouble("large/broken", ":root", "s3", "UploadPart", Effect.SERVER_ERROR));

        assertThatThrownBy(() ->
                        new ObjectCopy(PART)
                                .copy(landing, source, silver, "large/broken", Map.of()))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("large/failing")
                .hasMessageContaining("large/broken");

        assertThat(silver.find("large/broken")).isEmpty();
        nothingIsLeftUnderWay();
    }

    private static StoredObject uploaded(String key) {
        cloud.put(landing.name(), key, content);
        return landing.find(key).orElseThrow();
    }

    private static void nothingIsLeftUnderWay() {
        assertThat(
                        cloud.s3
                                .listMultipartUploads(request -> request.bucket(silver.name()))
                                .uploads())
                .isEmpty();
    }
}
