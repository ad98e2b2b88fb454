package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelBatchTest {
    private static final String DIGEST = "a".repeat(64);

    @Test
    void readsUploadedFilesAndKeyframesAndWritesThemAgain() {
        String json =
                """
                {"dataset":"street","golden":false,"splits":{"alpha":"train"},"files":[
                 {"path":"labels.json","size":2,"sha256":"%s"},
                 {"path":"images/1.jpg","frame":"frames/drive=a-20260504T090000Z-0123abcd/topic=camera/1777885200.jpg"}]}
                """
                        .formatted(DIGEST);

        LabelBatch batch = Json.read(json, LabelBatch.class, "manifest.json");

        assertThat(batch.files()).hasSize(2);
        assertThat(batch.splits()).containsEntry("alpha", DatasetSplit.TRAIN);
        assertThat(Json.read(Json.bytes(batch), LabelBatch.class, "again")).isEqualTo(batch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"path":"../a.jpg","size":1,"sha256":"DIGEST"}                    | ../a.jpg
                    {"path":"a.jpg"}                                                  | "frame"
                    {"path":"a.jpg","size":1,"sha256":"DIGEST","frame":"frames/x"}    | a.jpg
                    {"path":"a.jpg","frame":"signals/secret.parquet"}                 | keyframe
                    {"path":"a.jpg","frame":"frames/drive=a/topic=../../x/1.jpg"}     | keyframe
                    {"path":"a.jpg","size":-1,"sha256":"DIGEST"}                      | size=-1
                    """)
    void refusesFilesThatLeadElsewhereOrSayTooLittle(String file, String told) {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("[" + file.replace("DIGEST", DIGEST) + "]"))
                .withMessageContaining(told);
    }

    @Test
    void refusesNoFilesAndAFileTwice() {
        String file = "{\"path\":\"a.jpg\",\"size\":1,\"sha256\":\"" + DIGEST + "\"}";

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("[]"))
                .withMessageContaining("1 to 100000 files");
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> read("[" + file + "," + file + "]"))
                .withMessageContaining("every path once, found a.jpg");
    }

    private static LabelBatch read(String files) {
        return Json.read(
                "{\"dataset\":\"street\",\"golden\":false,\"files\":" + files + "}",
                LabelBatch.class,
                "manifest");
    }
}
