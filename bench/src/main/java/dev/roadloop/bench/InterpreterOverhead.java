package dev.roadloop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.StepFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// What the interpreter of the embedded mode costs per state: a loop of Pass and Choice states with
/// variables, real clock, history on disk. Prints microseconds per state; `main` takes the number
/// of executions, 20 by default.
public final class InterpreterOverhead {

    /// Rounds of one execution, two states each: just below AWS's limit of 25,000 events.
    private static final int ROUNDS = 6_000;

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    private InterpreterOverhead() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int executions = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Path directory = Files.createTempDirectory("interpreter-overhead");
        double[] micros = new double[executions];
        for (int i = 0; i < executions; i++) {
            micros[i] = run(directory.resolve(String.valueOf(i)));
        }
        double best = Double.MAX_VALUE;
        for (int i = executions / 2; i < executions; i++) {
            best = Math.min(best, micros[i]);
        }
        System.out.printf(
                Locale.ROOT,
                "interpreter: %.1f µs per state warm, %.1f µs in the first execution (%,d states"
                        + " each, history on disk)%n",
                best,
                micros[0],
                2 * ROUNDS);
    }

    /// One execution; microseconds per state.
    private static double run(Path directory) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (StepFunctions states =
                StepFunctions.open(
                        directory,
                        Clock.systemUTC(),
                        (caller, service, action, input) -> JsonNodeFactory.instance.objectNode(),
                        "us-east-1",
                        "123456789012",
                        (execution, machine, detail) -> {
                            if (!detail.get("status").textValue().equals("RUNNING")) {
                                ended.countDown();
                            }
                        })) {
            String machine =
                    call(
                                    states,
                                    "CreateStateMachine",
                                    object().put("name", "loop")
                                            .put("roleArn", "arn:aws:iam::123456789012:role/loop")
                                            .put("definition", definition()))
                            .get("stateMachineArn")
                            .textValue();
            long begin = System.nanoTime();
            String execution =
                    call(states, "StartExecution", object().put("stateMachineArn", machine))
                            .get("executionArn")
                            .textValue();
            ended.await();
            double micros = (System.nanoTime() - begin) / 1000.0 / (2 * ROUNDS);
            String status =
                    call(states, "DescribeExecution", object().put("executionArn", execution))
                            .get("status")
                            .textValue();
            if (!status.equals("SUCCEEDED")) {
                throw new IllegalStateException("The loop ended " + status);
            }
            return micros;
        }
    }

    private static String definition() {
        return """
        {"QueryLanguage": "JSONata", "StartAt": "Init", "States": {
          "Init": {"Type": "Pass", "Assign": {"i": 0}, "Output": {"drive": "a", "sizes": [1, 2, 3]}, "Next": "Count"},
          "Count": {"Type": "Pass", "Assign": {"i": "{% $i + 1 %}"}, "Next": "More"},
          "More": {"Type": "Choice", "Choices": [{"Condition": "{% $i < ROUNDS %}", "Next": "Count"}], "Default": "Done"},
          "Done": {"Type": "Succeed"}}}
        """
                .replace("ROUNDS", String.valueOf(ROUNDS));
    }

    private static JsonNode call(StepFunctions states, String action, ObjectNode input) {
        return states.call(OWNER, action, input);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
