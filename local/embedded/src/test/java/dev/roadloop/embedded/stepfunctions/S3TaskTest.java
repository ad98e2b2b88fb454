package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.s3.ObjectStore;
import dev.roadloop.embedded.template.Assemblies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects of the embedded S3 in machines: text in Tasks, anything in an ItemReader.
class S3TaskTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    @TempDir private Path directory;

    private JsonNode run(byte[] body, String key, String states) {
        try (ObjectStore store =
                        ObjectStore.start(
                                Assemblies.of(
                                        directory.resolve("cdk.out"),
                                        URI.create("http://127.0.0.1:1"),
                                        "{\"Data\":{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":\"data\"}}}"),
                                directory.resolve("s3"),
                                (source, type, resources, detail) -> {});
                TestCloud cloud = new TestCloud(directory.resolve("states"))) {
            for (String action : new String[] {"GetObject", "HeadObject"}) {
                cloud.services.on("s3", action, input -> store.api().call(OWNER, action, input));
            }
            store.api()
                    .call(
                            OWNER,
                            "PutObject",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("Bucket", "data")
                                    .put("Key", key)
                                    .put("Body", body));
            return cloud.run(states, "{}");
        }
    }

    private JsonNode task(byte[] body) {
        return run(
                body,
                "k",
                "'A':{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:s3:getObject','Arguments':{'Bucket':'data','Key':'k'},'Output':'{%"
                    + " $states.result.Body %}','End':true}");
    }

    @Test
    void aTaskGetsTextAsItIs() {
        assertThat(task("Straße {}".getBytes(StandardCharsets.UTF_8)).path("output").asText())
                .isEqualTo("\"Straße {}\"");
    }

    @Test
    void aTaskFailsOverWhatIsNoText() {
        JsonNode ended = task(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
        assertThat(ended.path("error").asText()).as(ended.toString()).isEqualTo("States.Runtime");
        assertThat(ended.path("cause").asText())
                .contains("Body of the answer of arn:aws:states:::aws-sdk:s3:getObject", "UTF-8");
    }

    @Test
    @Tag("slow")
    void anItemReaderReadsPackedObjectsOfManyRanges() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        java.util.Random random = new java.util.Random(1);
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 12; i++) {
                StringBuilder noise = new StringBuilder();
                for (int k = 0; k < 1_000_000; k++) {
                    noise.append((char) ('#' + random.nextInt(57)));
                }
                gzip.write(
                        ("{\"i\":" + i + ",\"noise\":\"" + noise + "\"}\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(packed.size()).isGreaterThan(8 << 20);
        JsonNode ended =
                run(
                        packed.toByteArray(),
                        "k.jsonl.gz",
                        "'A':{'Type':'Map','End':true,'ItemSelector':'{%"
                            + " $states.context.Map.Item.Value.i"
                            + " %}','ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{'Bucket':'data','Key':'k.jsonl.gz'},'ReaderConfig':{'InputType':'JSONL'}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}}");
        assertThat(ended.path("output").asText())
                .as(ended.toString())
                .isEqualTo("[0,1,2,3,4,5,6,7,8,9,10,11]");
    }
}
