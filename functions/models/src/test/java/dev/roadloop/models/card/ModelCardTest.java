package dev.roadloop.models.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.models.Candidate;
import dev.roadloop.models.gate.Dossier;
import dev.roadloop.models.gate.Gate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    private static final CardText TEXT =
            new CardText(
                    "object detection",
                    "FCOS",
                    "driving in daylight",
                    "not at night",
                    "perception team",
                    "internal");

    @Test
    void saysWhatTheEvidenceSaysAndNothingIsMissing() {
        ModelCard card = card(new Candidate().dossier(), TEXT);

        assertThat(card.missing()).isEmpty();
        assertThat(file(card, "model-card.md"))
                .startsWith("# detector 3\n")
                .contains("| mAP50 | 0.7100 |")
                .contains("| recall of night | 0.6000 (0.5500 to 0.6500, 120 samples) |")
                .contains("| recall of pedestrian | +0.0050 (-0.0150 to +0.0250) |")
                .contains("| seed | 7 |")
                .contains("| decision | promote |")
                .contains("| latency | passed: expected p95 of at most 30.0 ms, found 21.5 ms")
                .doesNotContain("missing");
    }

    @Test
    void whatNobodySaysIsShownAsMissing() throws IOException {
        ModelCard card = card(new Dossier(Candidate.MODEL, List.of()), CardText.NONE);

        assertThat(card.missing())
                .contains("Model: size", "Use: limitations", "Training: dataset")
                .contains("Evaluation: metrics", "Operation: latency p95", "Model: licence")
                .hasSize(27);
        assertThat(file(card, "model-card.md"))
                .contains("| limitations | **missing** |")
                .contains("| decision | refuse |");
        assertThat(file(card, "model-card.html")).contains("<td class=\"missing\">missing</tr>");
        JsonNode properties =
                Json.jackson()
                        .readTree(file(card, "model-card.cdx.json"))
                        .at("/metadata/component/modelCard/properties");
        assertThat(properties.findValuesAsText("name"))
                .filteredOn("roadloop:missing"::equals)
                .hasSize(27);
    }

    @Test
    @Tag("slow")
    void inventoriesTakeTheCardWithAndWithoutItsContents() throws Exception {
        for (ModelCard card :
                List.of(
                        card(new Candidate().dossier(), TEXT),
                        card(new Candidate().without(EvidenceKind.LATENCY).dossier(), TEXT),
                        card(new Dossier(Candidate.MODEL, List.of()), CardText.NONE))) {
            byte[] bom = file(card, "model-card.cdx.json").getBytes(StandardCharsets.UTF_8);

            assertThat(new JsonParser().validate(bom, Version.VERSION_16)).isEmpty();
            assertThat(new JsonParser().parse(bom).getMetadata().getComponent().getModelCard())
                    .isNotNull();
        }
    }

    @Test
    void namesAndTextsOfOthersStayText() {
        String hostile = "</td><script>alert(1)</script> | **x** \u202Egnp \n# y";
        ModelCard card =
                card(
                        new Candidate().dossier(),
                        new CardText(hostile, hostile, hostile, hostile, hostile, hostile));

        assertThat(file(card, "model-card.html"))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script")
                .doesNotContain("\u202E")
                .contains("default-src 'none'");
        assertThat(file(card, "model-card.md"))
                .contains("\\</td\\>\\<script\\>alert(1)")
                .contains("\\| \\*\\*x\\*\\*")
                .doesNotContain("\n# y");
    }

    @Test
    void theSameEvidenceMakesTheSameBytes() {
        assertThat(card(new Candidate().dossier(), TEXT).files())
                .allSatisfy((name, content) ->
                        assertThat(content)
                                .isEqualTo(
                                        card(new Candidate().dossier(), TEXT).files().get(name)));
    }

    private static ModelCard card(Dossier dossier, CardText text) {
        return new ModelCard(
                "detector", "3", dossier, Gate.decide(Candidate.POLICY, dossier), text);
    }

    private static String file(ModelCard card, String name) {
        return new String(card.files().get("card/" + name), StandardCharsets.UTF_8);
    }
}
