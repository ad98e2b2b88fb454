package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Keeps the reference of findings equal to the code. `-Dgenerate` writes it.
class FindingsPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("roadloop.root", "../.."))
                    .resolve("docs/reference/inspection-findings.md");
    private static final String COMMAND =
            "`./mvnw -Dquick -pl containers/inspect -am test -Dtest=FindingsPageTest -Dgenerate`";

    @Test
    void thePageSaysWhatIsChecked() throws IOException {
        String rendered = page();
        if (System.getProperty("generate") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE).as("stale: make it anew with %s", COMMAND).hasContent(rendered);
    }

    private static String page() {
        SensorPolicy policy = SensorPolicy.bundled();
        StringBuilder page = new StringBuilder("# What an inspection finds\n\n");
        page.append("Made from the code and from the bundled policy `")
                .append(policy.id())
                .append("@")
                .append(policy.version())
                .append("`; a test fails when it is stale. Make it anew with\n")
                .append(COMMAND)
                .append(".\n\n")
                .append("A vehicle has a policy of its own where one lies in the gold bucket at")
                .append(" `policies/sensors/<vehicle>.json`. Severities, verdicts\n")
                .append("and limits are data of the policy; what a document leaves out is as in")
                .append(" the bundled one.\n\n## Verdicts\n\n")
                .append("| worst finding | the drive is |\n| --- | --- |\n");
        policy.verdicts()
                .forEach(
                        (worst, verdict) -> page.append("| %s | %s |\n".formatted(worst, verdict)));
        page.append("\n## Findings\n\n")
                .append("| code | severity | what | numbers |\n| --- | --- | --- | --- |\n");
        for (Check check : Check.values()) {
            page.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    check,
                                    policy.severity(check),
                                    check.meaning(),
                                    check.numbers().stream()
                                            .map(number ->
                                                    "`%s`: %s"
                                                            .formatted(
                                                                    number.name(),
                                                                    number.meaning()))
                                            .collect(Collectors.joining("<br>"))));
        }
        page.append("\n## Where the GPS's time is read\n\n")
                .append("| message type | field |\n| --- | --- |\n");
        for (GpsClock.Source source : policy.gpsClock().sources()) {
            page.append("| `%s` | `%s` |\n".formatted(source.type(), source.field()));
        }
        page.append("\n## Sensors\n\n")
                .append("| sensor | message types | presence | rate | longest silence |\n")
                .append("| --- | --- | --- | --- | --- |\n");
        for (SensorPolicy.Sensor sensor : policy.sensors()) {
            page.append(
                    "| %s | %s | %s | %s to %s Hz | %s s |\n"
                            .formatted(
                                    sensor.name(),
                                    sensor.types().stream()
                                            .map(type -> "`" + type + "`")
                                            .collect(Collectors.joining(", ")),
                                    sensor.presence(),
                                    sensor.minRateHz(),
                                    sensor.maxRateHz(),
                                    sensor.maxGapSeconds()));
        }
        return page.toString();
    }
}
