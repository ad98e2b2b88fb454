package dev.roadloop.embedded.stepfunctions;

import static dev.roadloop.embedded.stepfunctions.DistributedMaps.map;
import static dev.roadloop.embedded.stepfunctions.DistributedMaps.output;
import static dev.roadloop.embedded.stepfunctions.DistributedMaps.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the results of a Distributed Map go, as the Step Functions developer guide describes it.
class ResultWriterTest {

    @TempDir private Path directory;

    private JsonNode written(TestCloud cloud, String writer) {
        return output(
                cloud.run(
                        map(
                                "'Items':[[1,2],[3],\"x\",\"bad\"],'ToleratedFailureCount':1,'ResultWriter':{"
                                        + writer
                                        + "}"),
                        "{}"));
    }

    @Test
    void givesOutputsAsTheyAreOrFlattenedAndFailuresWithAllThatIsKnown() {
        try (TestCloud cloud = new TestCloud(directory)) {
            JsonNode flat = written(cloud, "'WriterConfig':{'Transformation':'FLATTEN'}");
            assertThat(flat).hasSize(5);
            assertThat(flat.get(0).intValue()).isEqualTo(1);
            assertThat(flat.get(2).intValue()).isEqualTo(3);
            assertThat(flat.get(3).textValue()).isEqualTo("x");
            assertThat(flat.get(4).path("Status").asText()).isEqualTo("FAILED");
            assertThat(flat.get(4).path("Error").asText()).isEqualTo("Bad");

            JsonNode compact = written(cloud, "'WriterConfig':{'Transformation':'COMPACT'}");
            assertThat(compact).hasSize(4);
            assertThat(compact.get(0)).isEqualTo(TestCloud.json("[1,2]"));

            JsonNode none = written(cloud, "'WriterConfig':{'Transformation':'NONE'}");
            assertThat(none).hasSize(4);
            assertThat(none.get(0).path("Output").asText()).isEqualTo("[1,2]");
            assertThat(none.get(0).path("Input").asText()).isEqualTo("[1,2]");
        }
    }

    @Test
    void writesJsonLinesThatAManifestLists() {
        try (TestCloud cloud = new TestCloud(directory)) {
            JsonNode result =
                    written(
                            cloud,
                            "'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'out'},'WriterConfig':{'Transformation':'FLATTEN','OutputType':'JSONL'}");

            String key = result.path("ResultWriterDetails").path("Key").asText();
            JsonNode files = TestCloud.json(cloud.services.objects().get(key)).path("ResultFiles");
            String succeeded = files.path("SUCCEEDED").path(0).path("Key").asText();
            assertThat(cloud.services.objects().get(succeeded)).isEqualTo("1\n2\n3\n\"x\"\n");
            assertThat(files.path("SUCCEEDED").path(0).path("Size").asInt()).isEqualTo(10);
            assertThat(files.path("FAILED")).hasSize(1);
            assertThat(files.path("PENDING")).isEmpty();
        }
    }

    @Test
    void writesWhatThereIsWhenTooManyFailAndTheRestOnceItIsRedriven() {
        try (TestCloud cloud = new TestCloud(directory)) {
            boolean[] mended = new boolean[1];
            cloud.services.function(
                    "f",
                    input -> {
                        if (input.intValue() == 2 && !mended[0]) {
                            throw new FakeServices.FunctionError("Bad", "not yet");
                        }
                        return input;
                    });
            JsonNode failed =
                    cloud.run(
                            "'A':{'Type':'Map','Items':[1,2,3,4],'MaxConcurrency':1,'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'out'}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':'{%"
                                + " $states.input %}'},'End':true}}},'End':true}",
                            "{}");

            assertThat(failed.path("error").asText())
                    .isEqualTo("States.ExceedToleratedFailureThreshold");
            assertThat(inputs(cloud, "SUCCEEDED_0.json")).containsExactly("1");
            assertThat(inputs(cloud, "FAILED_0.json")).containsExactly("2");
            assertThat(inputs(cloud, "PENDING_0.json")).containsExactly("3", "4");
            assertThat(run(cloud, failed).at("/executionCounts/resultsWritten").asInt())
                    .isEqualTo(2);

            mended[0] = true;
            cloud.services.objects().clear();
            String arn = failed.get("executionArn").textValue();
            cloud.call("RedriveExecution", TestCloud.object().put("executionArn", arn));
            JsonNode ended = cloud.finish(arn);

            assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(inputs(cloud, "SUCCEEDED_0.json")).containsExactly("1", "2", "3", "4");
            assertThat(cloud.services.objects().keySet()).noneMatch(k -> k.contains("FAILED"));
        }
    }

    private static List<String> inputs(TestCloud cloud, String file) {
        return cloud.services.objects().entrySet().stream()
                .filter(object -> object.getKey().endsWith("/" + file))
                .flatMap(object ->
                        TestCloud.tree(object.getValue()).findValuesAsText("Input").stream())
                .toList();
    }
}
