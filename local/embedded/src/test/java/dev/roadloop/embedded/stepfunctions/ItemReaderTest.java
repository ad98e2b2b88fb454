package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the ItemReader page of the Step Functions developer guide says of each kind of data set.
class ItemReaderTest {

    private static final String REPORT =
            "\"source\",\"csvDataset/titles.csv\",\"3399671\",\"2022-11-16T00:29:32.000Z\"\n"
                + "\"source\",\"imageDataset/10074.jpg\",\"27034\",\"2022-11-15T20:02:16.000Z\"\n";

    @TempDir private Path directory;

    private final Map<String, byte[]> objects = new TreeMap<>();

    private JsonNode run(String resource, String arguments, String config, String selector) {
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.services.objects(this::get);
            cloud.services.on("s3", "ListObjectsV2", this::list);
            return cloud.run(
                    "'A':{'Type':'Map','End':true"
                            + (selector.isEmpty() ? "" : ",'ItemSelector':" + selector)
                            + ",'ItemReader':{'Resource':'arn:aws:states:::s3:"
                            + resource
                            + "','Arguments':{'Bucket':'b',"
                            + arguments
                            + "},'ReaderConfig':{"
                            + config
                            + "}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}}",
                    "{}");
        }
    }

    private byte @Nullable [] get(JsonNode input) {
        return objects.get(input.get("Bucket").textValue() + "/" + input.get("Key").textValue());
    }

    private JsonNode list(JsonNode input) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        objects.forEach((name, bytes) -> {
            if (name.startsWith("b/" + input.get("Prefix").textValue())) {
                page.withArray("Contents")
                        .addObject()
                        .put("Key", name.substring(2))
                        .put("Size", bytes.length)
                        .put("ETag", "\"tag\"")
                        .put("LastModified", "2022-11-17T15:44:41Z");
            }
        });
        return page;
    }

    private void put(String key, String text) {
        objects.put("b/" + key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static JsonNode items(JsonNode execution) {
        assertThat(execution.path("status").asText())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        return TestCloud.json(execution.get("output").textValue());
    }

    private static String failure(JsonNode execution) {
        assertThat(execution.path("error").asText())
                .as(execution.toString())
                .isEqualTo("States.ItemReaderFailed");
        return execution.path("cause").asText();
    }

    @Test
    void parsesTheRowThatTheGuideShows() {
        put(
                "k.csv",
                "abc,123,\"This string contains commas, a double quotation marks (\"\"), and a"
                        + " newline (\n"
                        + ")\",{\"\"MyKey\"\":\"\"MyValue\"\"},\"[1,2,3]\"");
        JsonNode item =
                items(
                                run(
                                        "getObject",
                                        "'Key':'k.csv'",
                                        "'InputType':'CSV','CSVHeaderLocation':'GIVEN','CSVHeaders':['MyLetters','MyNumbers','MyString','MyObject','MyArray']",
                                        ""))
                        .get(0);
        assertThat(item.get("MyLetters").textValue()).isEqualTo("abc");
        assertThat(item.get("MyNumbers").textValue()).isEqualTo("123");
        assertThat(item.get("MyString").textValue())
                .isEqualTo(
                        "This string contains commas, a double quotation marks (\"), and a newline"
                                + " (\n)");
        assertThat(item.get("MyObject").textValue()).isEqualTo("{\"MyKey\":\"MyValue\"}");
        assertThat(item.get("MyArray").textValue()).isEqualTo("[1,2,3]");
    }

    @Test
    void unescapesBackslashesAndFitsRowsToTheHeader() {
        put("k.csv", "path|size\nC:\\\\Program Files\\\\MyApp.exe|6534512\na\\|b\n1|2|3\n\\x|\n");
        assertThat(
                        items(
                                        run(
                                                "getObject",
                                                "'Key':'k.csv'",
                                                "'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW','CSVDelimiter':'PIPE'",
                                                ""))
                                .toString())
                .isEqualTo(
                        "[{\"path\":\"C:\\\\Program"
                            + " Files\\\\MyApp.exe\",\"size\":\"6534512\"},{\"path\":\"a|b\",\"size\":\"\"},{\"path\":\"1\",\"size\":\"2\"},{\"path\":\"x\",\"size\":\"\"}]");
    }

    @Test
    void unpacksGzipAndZstandardByTheirNames() throws IOException {
        objects.put("b/k.jsonl.gz", gzip("{\"a\":1}\n{\"a\":2}\n"));
        objects.put("b/k.json.zst", Zstd.compress("[{\"a\":3}]".getBytes(StandardCharsets.UTF_8)));
        assertThat(items(run("getObject", "'Key':'k.jsonl.gz'", "'InputType':'JSONL'", "")))
                .isEqualTo(TestCloud.json("[{'a':1},{'a':2}]"));
        assertThat(items(run("getObject", "'Key':'k.json.zst'", "'InputType':'JSON'", "")))
                .isEqualTo(TestCloud.json("[{'a':3}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "gzip", "zstd"})
    void readsRowsOfParquet(String codec) throws IOException {
        try (InputStream file =
                ItemReaderTest.class.getResourceAsStream("/items/" + codec + ".parquet")) {
            objects.put("b/k.parquet", file.readAllBytes());
        }
        assertThat(items(run("getObject", "'Key':'k.parquet'", "'InputType':'PARQUET'", "")))
                .isEqualTo(
                        TestCloud.json(
                                "[{'drive':'a','frames':1,'speed':1.5,'clean':true,'labels':['car'],'place':{'lat':49.0,'lon':8.5},'time':'2026-05-04"
                                    + " 09:00:00'},{'drive':'b','frames':2,'speed':-2.25,'clean':false,'labels':[],'place':{'lat':-1.0,'lon':0.25},'time':'2026-05-04"
                                    + " 09:00:00'},{'drive':null,'frames':3,'speed':0.0,'clean':true,'labels':['bus','car'],'place':null,'time':'2026-05-04"
                                    + " 09:00:00'}]"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    `'InputType':'MANIFEST'`
                    `'ManifestType':'S3_INVENTORY'`
                    """)
    void readsTheReportsOfAnInventory(String config) throws IOException {
        put(
                "m/manifest.json",
                "{\"destinationBucket\":\"arn:aws:s3:::inventories\",\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket,"
                    + " Key, Size,"
                    + " LastModifiedDate\",\"files\":[{\"key\":\"d/1.csv.gz\",\"size\":7300}]}");
        objects.put("inventories/d/1.csv.gz", gzip(REPORT));
        assertThat(items(run("getObject", "'Key':'m/manifest.json'", config, "")))
                .isEqualTo(
                        TestCloud.json(
                                "[{'Bucket':'source','Key':'csvDataset/titles.csv','Size':'3399671','LastModifiedDate':'2022-11-16T00:29:32.000Z'},{'Bucket':'source','Key':'imageDataset/10074.jpg','Size':'27034','LastModifiedDate':'2022-11-15T20:02:16.000Z'}]"));
    }

    @Test
    void readsTheFilesThatAthenaListsAndSaysWhereEachItemIsFrom() throws IOException {
        put("q-manifest.csv", "s3://b/out/1.gz\ns3://other/2.gz\n");
        objects.put("b/out/1.gz", gzip("{\"n\":1}\n"));
        objects.put("other/2.gz", gzip("{\"n\":2}\n"));
        assertThat(
                        items(
                                run(
                                        "getObject",
                                        "'Key':'q-manifest.csv'",
                                        "'ManifestType':'ATHENA_DATA','InputType':'JSONL'",
                                        "{'n':'{% $states.context.Map.Item.Value.n %}','from':'{%"
                                                + " $states.context.Map.Item.Source %}'}")))
                .isEqualTo(
                        TestCloud.json(
                                "[{'n':1,'from':'S3://b/out/1.gz'},{'n':2,'from':'S3://other/2.gz'}]"));
    }

    @Test
    void readsTheObjectsOfAListingAndStopsAtTheMostItems() {
        put("in/", "");
        put("in/a.json", "[1,2]");
        put("in/b.json", "[3,4]");
        put("inner/c.json", "[5]");
        assertThat(
                        items(
                                run(
                                        "listObjectsV2",
                                        "'Prefix':'in/'",
                                        "'InputType':'JSON','Transformation':'LOAD_AND_FLATTEN','MaxItems':3",
                                        "")))
                .isEqualTo(TestCloud.json("[1,2,3]"));
    }

    @Test
    void showsEntriesOfAListingAsTheGuideDoes() {
        put("in/a.jpg", "xyz");
        assertThat(
                        items(
                                run(
                                        "listObjectsV2",
                                        "'Prefix':'in/'",
                                        "",
                                        "{'entry':'{% $states.context.Map.Item.Value %}','from':'{%"
                                                + " $states.context.Map.Item.Source %}'}")))
                .isEqualTo(
                        TestCloud.json(
                                "[{'entry':{'Key':'in/a.jpg','Size':3,'LastModified':1668699881,'Etag':'\\'tag\\''},'from':'S3://b'}]"));
    }

    @Test
    @Tag("slow")
    void failsWithTheObjectThatIsNotWhatItShouldBe() {
        put("k", "[1,");
        put("k.gz", "no gzip");
        put("scalar", "7");
        assertThat(failure(run("getObject", "'Key':'k'", "'InputType':'JSON'", "")))
                .contains("S3://b/k as JSON");
        assertThat(failure(run("getObject", "'Key':'k.gz'", "'InputType':'JSONL'", "")))
                .contains("S3://b/k.gz", "GZIP");
        assertThat(failure(run("getObject", "'Key':'scalar'", "'InputType':'JSON'", "")))
                .contains("neither an array nor an object");
        assertThat(failure(run("getObject", "'Key':'k'", "'InputType':'PARQUET'", "")))
                .contains("S3://b/k as PARQUET");
        assertThat(failure(run("getObject", "'Key':'none'", "'InputType':'JSON'", "")))
                .contains("The specified key does not exist");
        put("m", "{\"fileFormat\":\"ORC\"}");
        assertThat(failure(run("getObject", "'Key':'m'", "'ManifestType':'S3_INVENTORY'", "")))
                .contains("S3://b/m", "ORC");
        put("a", "https://b/k\n");
        assertThat(
                        failure(
                                run(
                                        "getObject",
                                        "'Key':'a'",
                                        "'ManifestType':'ATHENA_DATA','InputType':'JSONL'",
                                        "")))
                .contains("https://b/k", "s3://bucket/key");
    }

    @Test
    void readsObjectsThatAreLargerThanOneRange() {
        String line = "{\"a\":\"" + "x".repeat(999_990) + "\"}\n";
        put("k.jsonl", line.repeat(11));
        assertThat(
                        items(
                                run(
                                        "getObject",
                                        "'Key':'k.jsonl'",
                                        "'InputType':'JSONL'",
                                        "'{% $length($states.context.Map.Item.Value.a) %}'")))
                .hasSize(11)
                .allMatch(length -> length.intValue() == 999_990);
    }

    @Test
    void readsNoItemLargerThanAwsDoes() throws IOException {
        objects.put("b/k.json.gz", gzip("[\"" + "x".repeat(9 << 20) + "\"]"));
        objects.put("b/k.csv.gz", gzip("h\n" + "x".repeat(9 << 20) + "\n"));
        assertThat(failure(run("getObject", "'Key':'k.json.gz'", "'InputType':'JSON'", "")))
                .contains("an item is larger than 8,388,608 bytes");
        assertThat(
                        failure(
                                run(
                                        "getObject",
                                        "'Key':'k.csv.gz'",
                                        "'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW'",
                                        "")))
                .contains("an item is larger than 8,388,608 bytes");
    }
}
