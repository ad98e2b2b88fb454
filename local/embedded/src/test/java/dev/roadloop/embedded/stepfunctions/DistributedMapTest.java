package dev.roadloop.embedded.stepfunctions;

import static dev.roadloop.embedded.stepfunctions.DistributedMaps.PROCESSOR;
import static dev.roadloop.embedded.stepfunctions.DistributedMaps.map;
import static dev.roadloop.embedded.stepfunctions.DistributedMaps.output;
import static dev.roadloop.embedded.stepfunctions.DistributedMaps.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a Distributed Map takes its items from, and how many may fail, as the Step Functions
/// developer guide describes it.
class DistributedMapTest {

    @TempDir private Path directory;

    private static String reader(String resource, String arguments, String config) {
        return "'ItemReader':{'Resource':'arn:aws:states:::s3:"
                + resource
                + "','Arguments':{"
                + arguments
                + "}"
                + (config.isEmpty() ? "" : ",'ReaderConfig':{" + config + "}")
                + "}";
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
}
