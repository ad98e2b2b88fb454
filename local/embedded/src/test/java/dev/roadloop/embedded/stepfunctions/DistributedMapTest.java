package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a Distributed Map takes its items from, how many may fail and where results go, as the
/// Step Functions developer guide describes it.
class DistributedMapTest {

    private static final String PROCESSOR =
            "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Choice','Choices':[{'Condition':'{%"
                + " $states.input = \\'bad\\' %}','Next':'C'}],'Default':'D'},"
                + "'C':{'Type':'Fail','Error':'Bad','Cause':'asked'},"
                + "'D':{'Type':'Pass','End':true}}},'End':true";

    @TempDir private Path directory;

    private static String map(String fields) {
        return "'A':{'Type':'Map'," + fields + "," + PROCESSOR + "}";
    }

    private static String reader(String resource, String arguments, String config) {
        return "'ItemReader':{'Resource':'arn:aws:states:::s3:"
                + resource
                + "','Arguments':{"
                + arguments
                + "}"
                + (config.isEmpty() ? "" : ",'ReaderConfig':{" + config + "}")
                + "}";
    }

    private static JsonNode output(JsonNode execution) {
        assertThat(execution.path("status").asText())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        return TestCloud.json(execution.get("output").textValue());
    }

    private JsonNode read(String content, String config) {
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.services.objects().put("k", content);
            return output(
                    cloud.run(map(reader("getObject", "'Bucket':'b','Key':'k'", config)), "{}"));
        }
    }

    @Test
    void readsAnArrayOfJson() {
        assertThat(read("[1,{\"a\":2},\"x\"]", "'InputType':'JSON'"))
                .isEqualTo(TestCloud.json("[1,{'a':2},'x']"));
    }

    @Test
    void readsTheFieldsOfAJsonObjectAsPairs() {
        assertThat(read("{\"a\":1,\"b\":[2]}", "'InputType':'JSON'"))
                .isEqualTo(TestCloud.json("[{'Key':'a','Value':1},{'Key':'b','Value':[2]}]"));
    }

    @Test
    void readsWhatThePointerNames() {
        assertThat(
                        read(
                                "{\"report\":{\"frames\":[4,5]}}",
                                "'InputType':'JSON','ItemsPointer':'/report/frames'"))
                .isEqualTo(TestCloud.json("[4,5]"));
    }

    @Test
    void readsJsonLines() {
        assertThat(read("{\"a\":1}\n\n{\"a\":2}\n", "'InputType':'JSONL'"))
                .isEqualTo(TestCloud.json("[{'a':1},{'a':2}]"));
    }

    @Test
    void readsCsvWithItsFirstRowAsHeader() {
        assertThat(
                        read(
                                "id,name\r\n1,\"a, b\"\r\n2,\"say \"\"hi\"\"\"\r\n",
                                "'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW'"))
                .hasToString(
                        "[{\"id\":\"1\",\"name\":\"a, b\"},{\"id\":\"2\",\"name\":\"say"
                                + " \\\"hi\\\"\"}]");
    }

    @Test
    void readsCsvWithAGivenHeaderAndDelimiterUpToTheMostItems() {
        assertThat(
                        read(
                                "1;a\n2;b\n3;c\n",
                                "'InputType':'CSV','CSVHeaderLocation':'GIVEN','CSVHeaders':['n','t'],'CSVDelimiter':'SEMICOLON','MaxItems':2"))
                .isEqualTo(TestCloud.json("[{'n':'1','t':'a'},{'n':'2','t':'b'}]"));
    }

    @Test
    void readsAListingOfAllItsPages() {
        try (TestCloud cloud = new TestCloud(directory)) {
            IntStream.range(0, 5).forEach(i -> cloud.services.objects().put("p/" + i, "x"));
            JsonNode items =
                    output(
                            cloud.run(
                                    map(reader("listObjectsV2", "'Bucket':'b','Prefix':'p/'", "")),
                                    "{}"));
            assertThat(items.findValuesAsText("Key"))
                    .containsExactly("p/0", "p/1", "p/2", "p/3", "p/4");
        }
    }

    /// Ten items, of which some fail.
    @ParameterizedTest(name = "{0} of 10 fail, tolerated {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    0, `'MaxConcurrency':3`, SUCCEEDED
                    1, `'MaxConcurrency':3`, FAILED
                    2, `'ToleratedFailureCount':2`, SUCCEEDED
                    3, `'ToleratedFailureCount':2`, FAILED
                    2, `'ToleratedFailurePercentage':20`, SUCCEEDED
                    3, `'ToleratedFailurePercentage':20`, FAILED
                    3, `'ToleratedFailureCount':5,'ToleratedFailurePercentage':20`, FAILED
                    3, `'ToleratedFailureCount':2,'ToleratedFailurePercentage':90`, FAILED
                    10, `'ToleratedFailurePercentage':100`, SUCCEEDED
                    """)
    void failsWhenMoreItemsFailThanAreTolerated(int failing, String tolerated, String status) {
        List<String> items =
                IntStream.range(0, 10).mapToObj(i -> i < failing ? "'bad'" : "'ok'").toList();
        try (TestCloud cloud = new TestCloud(directory)) {
            JsonNode ended =
                    cloud.run(
                            map(
                                    tolerated
                                            + ",'Items':["
                                            + String.join(",", items).replace("'", "\"")
                                            + "]"),
                            "{}");
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo(status);
            if (status.equals("FAILED")) {
                assertThat(ended.path("error").asText())
                        .isEqualTo("States.ExceedToleratedFailureThreshold");
            }
        }
    }

    private static JsonNode run(TestCloud cloud, JsonNode execution) {
        ObjectNode parent =
                TestCloud.object().put("executionArn", execution.get("executionArn").textValue());
        JsonNode runs = cloud.call("ListMapRuns", parent).get("mapRuns");
        return cloud.call(
                "DescribeMapRun",
                TestCloud.object().put("mapRunArn", runs.get(0).get("mapRunArn").textValue()));
    }

    /// Five items in batches of two, of which the second fails: two items of five.
    @ParameterizedTest(name = "tolerated {0}: {1}")
    @CsvSource({
        "'ToleratedFailureCount':1, FAILED",
        "'ToleratedFailureCount':2, SUCCEEDED",
        "'ToleratedFailurePercentage':39, FAILED",
        "'ToleratedFailurePercentage':40, SUCCEEDED"
    })
    void countsTheItemsOfABatchThatFails(String tolerated, String status) {
        try (TestCloud cloud = new TestCloud(directory)) {
            JsonNode ended =
                    cloud.run(
                            ("'A':{'Type':'Map','Items':[1,2,3,4,5],'ItemBatcher':{'MaxItemsPerBatch':2},"
                                                    + tolerated
                                                    + ","
                                                    + PROCESSOR)
                                            .replace(
                                                    "$states.input = \\'bad\\'",
                                                    "$states.input.Items[0] = 3")
                                    + "}",
                            "{}");

            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo(status);
            JsonNode run = run(cloud, ended);
            assertThat(run.at("/itemCounts/failed").asInt()).isEqualTo(2);
            assertThat(run.at("/executionCounts/failed").asInt()).isEqualTo(1);
            assertThat(run.at("/itemCounts/total").asInt()).isEqualTo(5);
            assertThat(run.at("/executionCounts/total").asInt()).isEqualTo(3);
        }
    }

    @Test
    void refusesAnItemThatIsLargerThanAnInput() {
        try (TestCloud cloud = new TestCloud(directory)) {
            for (int letters : new int[] {262_142, 262_143}) {
                cloud.services.objects().put(letters + "", "[\"" + "x".repeat(letters) + "\"]");
                JsonNode ended =
                        cloud.run(
                                map(
                                        reader(
                                                        "getObject",
                                                        "'Bucket':'b','Key':'" + letters + "'",
                                                        "'InputType':'JSON'")
                                                + ",'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'out'}}"),
                                "{}");
                if (letters == 262_142) {
                    assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
                } else {
                    assertThat(ended.path("error").asText()).isEqualTo("States.ItemReaderFailed");
                    assertThat(ended.path("cause").asText())
                            .isEqualTo(
                                    "Item 0 has 262,145 bytes, more than the 262,144 of an"
                                            + " execution's input");
                }
            }
        }
    }

    @Test
    void countsWhatEveryBatchHasInCommonAgainstItsLargestInput() {
        String half = "\"" + "x".repeat(125_000) + "\"";
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.services.objects().put("k", "[" + half + "," + half + "]");
            JsonNode ended =
                    cloud.run(
                            map(reader("getObject", "'Bucket':'b','Key':'k'", "'InputType':'JSON'")
                                            + ",'ItemBatcher':{'MaxItemsPerBatch':2,'BatchInput':'{%"
                                            + " $pad(\\\"\\\", 13000, \\\"y\\\") %}'}")
                                    .replace(
                                            "'D':{'Type':'Pass',",
                                            "'D':{'Type':'Pass','Output':'{%"
                                                    + " $count($states.input.Items) %}',"),
                            "{}");
            assertThat(output(ended)).isEqualTo(TestCloud.json("[1,1]"));
        }
    }

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
