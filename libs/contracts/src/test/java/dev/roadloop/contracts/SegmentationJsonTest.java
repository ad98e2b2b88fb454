package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"size\":[3,2],\"counts\":[1,1,1,3]}",
                "{\"counts\":\"1112\",\"more\":[{}],\"size\":[3,2]}",
                "[[0,1,0,2,1,2,1,1],[1,0,1,3,2,3,2,0]]"
            })
    void readsRunsInBothFormsAndPolygons(String json) throws IOException {
        assertThat(SegmentationJson.read(at(json)).on(3, 2).area()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                                       | polygons or runs, found 7",
                "[[0,0,1,1,2,'x']]                       | a finite coordinate",
                "[[0,0,1,1],[{}]]                        | a finite coordinate",
                "[{},[0,0,1,1]]                          | a polygon as an array of numbers",
                "{\"size\":[3,2],\"counts\":[1,[2],3]}   | whole numbers from 0 to 100000000",
                "{\"size\":[3,2],\"counts\":[1,-2,7]}    | whole numbers from 0 to 100000000",
                "{\"size\":[3,2],\"counts\":[1,99999999999999]} | whole numbers from 0",
                "{\"size\":[3],\"counts\":[1,{}]}        | whole numbers from 0",
                "{\"size\":[3,2],\"counts\":[1,2]}       | runs over 2 x 3 pixels, found runs over"
                        + " 3",
                "{\"size\":[99999,99999],\"counts\":\"1\"} | a size of 1 to 100000000 pixels",
                "{\"size\":[3,2]}                        | size [height, width] and counts"
            })
    void saysWhatIsWrongAndGoesOnBehindIt(String json, String what) throws IOException {
        try (JsonParser parser =
                Json.jackson()
                        .getFactory()
                        .createParser("[" + json.replace('\'', '"') + ",\"next\"]")) {
            parser.nextToken();
            parser.nextToken();

            assertThatThrownBy(() -> SegmentationJson.read(parser))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("expected ")
                    .hasMessageContaining(what);
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            assertThat(parser.getText()).isEqualTo("next");
        }
    }

    @Test
    void moreNumbersThanAMaskCanUseAreRefused() throws IOException {
        String zeros = "0,".repeat(10_000_000) + "0";

        assertThatThrownBy(() ->
                        SegmentationJson.read(at("{\"size\":[3,2],\"counts\":[" + zeros + "]}")))
                .hasMessageContaining("at most 10000000 numbers");
    }

    private static JsonParser at(String json) throws IOException {
        JsonParser parser = Json.jackson().getFactory().createParser(json);
        parser.nextToken();
        return parser;
    }
}
