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
                String name = file.getFileName().toString().replace(".asl.json", "");
                String machine = resuming(cloud, name, states.get("ResumeAt"));
                for (Map.Entry<String, JsonNode> state : states.properties()) {
                    for (JsonNode caught : state.getValue().path("Catch")) {
                        String failed = caught.at("/Assign/failure/state").asText();
                        if (!failed.isEmpty()) {
                            String step = name + "." + state.getKey();
                            expected.put(step, ELSEWHERE.getOrDefault(step, state.getKey()));
                            found.put(step, resumed(cloud, machine, failed));
                        }
                    }
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(found).isEqualTo(expected);
    }

    /// A machine that begins at another one's `ResumeAt`, with ends in place of all its steps.
    private static String resuming(TestCloud cloud, String name, JsonNode resumeAt) {
        ObjectNode machine = TestCloud.object().put("QueryLanguage", "JSONata").put("StartAt", "A");
        ObjectNode states = machine.putObject("States");
        states.set("ResumeAt", resumeAt);
        Set<String> targets = new TreeSet<>(resumeAt.findValuesAsText("Next"));
        targets.add(resumeAt.get("Default").asText());
        for (String target : targets) {
            states.putObject(target).put("Type", "Pass").put("Output", target).put("End", true);
        }
        ObjectNode first = states.putObject("A").put("Type", "Pass").put("Next", "ResumeAt");
        ObjectNode assigned = first.putObject("Assign").put("timedOut", false);
        assigned.putObject("failure").put("state", "{% $states.input.failed %}");
        return cloud.call(
                        "CreateStateMachine",
                        TestCloud.object()
                                .put("name", name)
                                .put("roleArn", "arn:aws:iam::123456789012:role/machine")
                                .put("definition", machine.toString()))
                .get("stateMachineArn")
                .textValue();
    }

    /// The step that an execution goes on with after one that failed.
    private static String resumed(TestCloud cloud, String machine, String failed) {
        String input = TestCloud.object().put("failed", failed).toString();
        String execution = cloud.start(machine, "after-" + failed, input);
        return TestCloud.tree(cloud.finish(execution).get("output").asText()).asText();
    }
}
