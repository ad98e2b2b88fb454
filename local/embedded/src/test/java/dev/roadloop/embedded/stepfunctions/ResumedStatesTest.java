package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every machine of the tree goes on, when it is redriven, with the step that failed.
class ResumedStatesTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));

    /// Steps that go on elsewhere, where that is right.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    // Who was woken before people had decided waits for them again.
                    "qualify-model.ConcludeApproval", "AskForApproval");

    @TempDir private Path directory;

    @Test
    void aRedriveGoesOnWithTheStepThatFailed() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        try (TestCloud cloud = new TestCloud(directory);
                Stream<Path> files = Files.list(ROOT.resolve("statemachines"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode states = TestCloud.tree(Files.readString(file)).get("States");
                if (!states.has("ResumeAt")) {
                    continue;
                }
                String machine = file.getFileName().toString().replace(".asl.json", "");
                for (Map.Entry<String, JsonNode> state : states.properties()) {
                    for (JsonNode caught : state.getValue().path("Catch")) {
                        JsonNode failed = caught.at("/Assign/failure/state");
                        if (!failed.isMissingNode()) {
                            String name = machine + "." + state.getKey();
                            expected.put(name, ELSEWHERE.getOrDefault(name, state.getKey()));
                            found.put(name, resumed(cloud, name, failed, states));
                        }
                    }
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(found).isEqualTo(expected);
    }

    /// The state that the machine's own `ResumeAt` leads to, run with ends in place of all steps.
    private static String resumed(
            TestCloud cloud, String name, JsonNode failed, JsonNode original) {
        ObjectNode machine = TestCloud.object().put("QueryLanguage", "JSONata").put("StartAt", "A");
        ObjectNode states = machine.putObject("States");
        JsonNode resumeAt = original.get("ResumeAt");
        states.set("ResumeAt", resumeAt);
        Set<String> targets = new TreeSet<>(resumeAt.findValuesAsText("Next"));
        targets.add(resumeAt.get("Default").asText());
        for (String target : targets) {
            states.putObject(target).put("Type", "Pass").put("Output", target).put("End", true);
        }
        ObjectNode first = states.putObject("A").put("Type", "Pass").put("Next", "ResumeAt");
        ObjectNode assigned = first.putObject("Assign").put("timedOut", false);
        assigned.putObject("failure").set("state", failed);
        JsonNode created =
                cloud.call(
                        "CreateStateMachine",
                        TestCloud.object()
                                .put("name", name.replace('.', '-'))
                                .put("roleArn", "arn:aws:iam::123456789012:role/machine")
                                .put("definition", machine.toString()));
        String execution = cloud.start(created.get("stateMachineArn").textValue(), "r", "{}");
        return TestCloud.tree(cloud.finish(execution).get("output").asText()).asText();
    }
}
