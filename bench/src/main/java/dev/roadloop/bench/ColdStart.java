package dev.roadloop.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.VehicleId;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// Starts each function in a JVM of its own and takes the time from there to its first answer: as
/// the jar is, with C1 only, with a cache of what the JVM learnt (JEP 514), and with both. The
/// functions do their real work on the embedded mode, where a drive was ingested before.
public final class ColdStart {

    private static final String ANSWERED = "answered";
    private static final int RUNS = 5;

    private ColdStart() {}

    /// @param args the project's folder, a recording, this module's jar, and names of functions,
    ///   none for all; or what a child is told
    public static void main(String[] args) throws Exception {
        if (args[0].equals("child")) {
            answer(args[1], Path.of(args[2]));
            return;
        }
        Path work = Files.createTempDirectory("cold-start");
        Path root = Path.of(args[0]).toAbsolutePath();
        System.out.println("| function | as it is | C1 | AOT cache | AOT cache and C1 |");
        System.out.println("| --- | --- | --- | --- | --- |");
        try (Platform platform = Platform.start(root, work.resolve("state"), 0, false)) {
            ColdInputs inputs = inputs(platform, Path.of(args[1]));
            Set<String> measured = new HashSet<>();
            LambdaClient lambda = platform.clients().configured(LambdaClient.builder()).build();
            for (FunctionConfiguration function : lambda.listFunctions().functions()) {
                String handler = function.handler().substring(0, function.handler().indexOf(':'));
                String name =
                        handler.substring(handler.lastIndexOf('.') + 1).replace("Handler", "");
                boolean wanted =
                        args.length == 3 || List.of(args).subList(3, args.length).contains(name);
                // Several contexts have the function that fails an execution; once is enough.
                if (!wanted || !measured.add(name)) {
                    continue;
                }
                Path payload =
                        Files.writeString(work.resolve(name + ".json"), inputs.of(name).toString());
                Map<String, String> env = new LinkedHashMap<>(function.environment().variables());
                env.put("AWS_ENDPOINT_URL", platform.endpoint().toString());
                env.put("AWS_REGION", "us-east-1");
                env.put("AWS_ACCESS_KEY_ID", "owner");
                env.put("AWS_SECRET_ACCESS_KEY", "owner");
                env.put("AWS_LAMBDA_FUNCTION_NAME", name);
                String classPath = args[2] + File.pathSeparator + jar(root, handler);
                row(name, handler, payload, env, classPath, work.resolve(name + ".aot"));
            }
        }
    }

    /// The jar of the context that has the handler.
    private static Path jar(Path root, String handler) throws IOException {
        try (Stream<Path> contexts = Files.list(root.resolve("functions"))) {
            for (Path context : contexts.sorted().toList()) {
                try (Stream<Path> files = Files.list(context.resolve("target"))) {
                    for (Path jar : files.filter(f -> f.toString().endsWith("-all.jar")).toList()) {
                        try (JarFile content = new JarFile(jar.toFile())) {
                            if (content.getEntry(handler.replace('.', '/') + ".class") != null) {
                                return jar;
                            }
                        }
                    }
                }
            }
        }
        throw new IllegalStateException(
                "no jar below " + root.resolve("functions") + " has the handler " + handler);
    }

    private static ColdInputs inputs(Platform platform, Path recording)
            throws IOException, InterruptedException {
        Upload upload = new Uploader(platform).upload(new VehicleId("cold"), List.of(recording));
        Catalog catalog = new Catalog(platform);
        String drive = "";
        while (drive.isEmpty()
                || !catalog.drive(drive).orElseThrow().get("status").equals("CATALOGUED")) {
            Thread.sleep(100);
            drive = catalog.upload(upload).map(entry -> entry.get("driveId")).orElse("");
        }
        return new ColdInputs(platform, upload, drive);
    }

    private static void row(
            String name,
            String handler,
            Path payload,
            Map<String, String> env,
            String classPath,
            Path cache)
            throws IOException, InterruptedException {
        List<String> call =
                List.of(
                        "-cp",
                        classPath,
                        ColdStart.class.getName(),
                        "child",
                        handler,
                        payload.toString());
        run(List.of("-XX:AOTCacheOutput=" + cache), call, env);
        List<List<String>> variants =
                List.of(
                        List.of(),
                        List.of("-XX:TieredStopAtLevel=1"),
                        List.of("-XX:AOTCache=" + cache),
                        List.of("-XX:AOTCache=" + cache, "-XX:TieredStopAtLevel=1"));
        StringBuilder row = new StringBuilder("| " + name);
        for (List<String> flags : variants) {
            long[] millis = new long[RUNS];
            for (int i = 0; i < RUNS; i++) {
                millis[i] = run(flags, call, env);
            }
            Arrays.sort(millis);
            row.append(" | ").append(millis[RUNS / 2]).append(" ms");
        }
        System.out.println(row.append(" |"));
    }

    /// @return milliseconds from the start of the process to its answer
    private static long run(List<String> flags, List<String> call, Map<String, String> env)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xlog:disable");
        command.addAll(flags);
        command.addAll(call);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(env);
        long start = System.nanoTime();
        Process process = builder.start();
        long answered = -1;
        StringBuilder said = new StringBuilder();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                said.append(line).append('\n');
                if (line.equals(ANSWERED)) {
                    answered = (System.nanoTime() - start) / 1_000_000;
                }
            }
        }
        if (process.waitFor() != 0 || answered < 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + said);
        }
        return answered;
    }

    private static void answer(String handler, Path payload) throws Exception {
        RequestStreamHandler function =
                (RequestStreamHandler) Class.forName(handler).getConstructor().newInstance();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            function.handleRequest(
                    new ByteArrayInputStream(Files.readAllBytes(payload)), answer, new NoContext());
        } catch (RuntimeException e) {
            // What is asked of some is not there, and the one that fails an execution does so.
            boolean failing = e.getClass().getSimpleName().equals("StepFailedException");
            if (!failing && !(e instanceof RoadloopException)) {
                throw e;
            }
            System.out.println(e.getMessage());
        }
        System.out.println(ANSWERED);
    }
}
