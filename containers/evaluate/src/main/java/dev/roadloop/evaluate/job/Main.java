package dev.roadloop.evaluate.job;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// The job `evaluate <qualification id>`, configured by its environment: `GOLD_BUCKET`,
/// `GOLDEN_BUCKET` (where golden sets lie; the gold bucket if it is not set) and `REPORT_KEY_ID`.
/// Ends with 0 when the model is judged, however good it is, and else with the [ErrorKind#exitCode]
/// of what went wrong. Writes one structured line when it ends.
public final class Main {
    private static final String GOLD = "GOLD_BUCKET";
    private static final String KEY = "REPORT_KEY_ID";

    private Main() {}

    /// @param args the qualification's id
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out));
    }

    static int run(String[] args, Map<String, String> env, PrintStream out) {
        long start = System.nanoTime();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", "evaluate");
        int exit = 0;
        try {
            if (args.length != 1) {
                throw new CallerException(
                        "evaluate: expected one argument, the qualification's id, found "
                                + args.length);
            }
            line.put("qualification", args[0]);
            EvaluationOutcome outcome = evaluate(args[0], env);
            line.put("outcome", "EVALUATED");
            line.put("samples", outcome.samples());
            line.put("metrics", outcome.metrics());
        } catch (RoadloopException e) {
            exit = failed(line, e.kind(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            exit = failed(line, ErrorKind.EXHAUSTED, "the scratch disk failed: " + e.getMessage());
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            exit = failed(line, ErrorKind.INTERNAL, String.valueOf(e));
        }
        line.put("seconds", (System.nanoTime() - start) / 1_000_000 / 1e3);
        out.println(Json.text(line));
        return exit;
    }

    private static EvaluationOutcome evaluate(String id, Map<String, String> env)
            throws IOException {
        List<String> missing =
                Stream.of(GOLD, KEY).filter(name -> text(env, name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new CallerException(
                    "evaluate: expected "
                            + missing
                            + " in the environment, found none; the job definition sets them");
        }
        AwsClients clients = AwsClients.from(env);
        Path scratch = Files.createTempDirectory("roadloop-evaluate-");
        try (S3Client s3 = clients.s3()) {
            Bucket gold = new Bucket(s3, text(env, GOLD));
            String golden = text(env, "GOLDEN_BUCKET");
            return new EvaluateModel(
                            gold,
                            golden.isEmpty() ? gold : new Bucket(s3, golden),
                            new EnvelopeSigner(clients.kms(), text(env, KEY)),
                            scratch,
                            Runtime.getRuntime().availableProcessors())
                    .evaluate(id);
        } finally {
            remove(scratch);
        }
    }

    private static String text(Map<String, String> env, String name) {
        return env.getOrDefault(name, "").strip();
    }

    private static int failed(Map<String, Object> line, ErrorKind kind, String message) {
        line.put("outcome", "FAILED");
        line.put("kind", kind.name());
        line.put("message", message);
        return kind.exitCode();
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
