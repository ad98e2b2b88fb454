package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roadloop.contracts.RedactionPolicy.Detector;
import dev.roadloop.contracts.RedactionPolicy.Model;
import dev.roadloop.domain.Sha256;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionPolicyTest {

    private static Model model(String... kinds) {
        return new Model(
                "policies/redaction/mine.onnx",
                Sha256.of(new byte[] {1}),
                "YOLO",
                List.of(kinds),
                0.5);
    }

    @Test
    void withoutAPolicyOfItsOwnAVehiclesFacesAndPlatesAreLookedForByWhatIsBuiltIn() {
        assertThat(RedactionPolicy.bundled().detector().builtIn()).containsOnly("face", "plate");
    }

    @Test
    void aModelMayLookForFacesAndWhatIsBuiltInForPlates() {
        Detector detector = new Detector(List.of("plate"), List.of(model("face")), "quick");
        assertThat(detector.models().getFirst().kinds()).containsExactly("face");
    }

    @Test
    void aPolicyByWhichNothingLooksIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Detector(List.of(), List.of(), "quick"))
                .withMessageContaining("nothing would be redacted");
    }

    @Test
    void kindsThatNobodyKnowsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Detector(List.of("faces"), List.of(), "quick"))
                .withMessageContaining("[faces]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model("head"))
                .withMessageContaining("mine.onnx to find kinds of face and plate, found [head]");
    }
}
