package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps the generated reference equal to the template. `-Dgenerate` writes it.
class ReferencePageTest {

    private static final Path PAGE = Templates.ROOT.resolve("docs/reference/infrastructure.md");

    @Test
    void thePageSaysWhatTheTemplateDeclares() throws IOException {
        String rendered = new ReferencePage(Templates.synthesised()).render();
        if (System.getProperty("generate") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE)
                .as(
                        "stale: make it anew with `./mvnw -Dquick -DskipITs=false -pl infra-cdk -am"
                                + " verify -Dgenerate`")
                .hasContent(rendered);
    }

    @Test
    void aChangedTemplateChangesThePage() {
        Templates changed =
                Templates.synthesised()
                        .with(
                                "VerifyFile/Function",
                                function ->
                                        ((ObjectNode) function.path("Properties"))
                                                .put("Timeout", 7));

        assertThat(new ReferencePage(changed).render())
                .contains("VerifyFileHandler::handleRequest` | 7 s")
                .isNotEqualTo(new ReferencePage(Templates.synthesised()).render());
    }
}
