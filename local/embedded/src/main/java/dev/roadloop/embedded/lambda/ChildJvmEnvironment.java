package dev.roadloop.embedded.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// A handler in a JVM of its own under AWS's runtime interface client, with exactly the environment
/// that the function has in the cloud. Killed at its deadline, as a function is.
final class ChildJvmEnvironment implements ExecutionEnvironment {

    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    private final FunctionConfig function;
    private final Map<String, String> variables;
    private final Path directory;
    private final Consumer<String> log;
    private @Nullable RuntimeEndpoint endpoint;
    private @Nullable Process process;

    ChildJvmEnvironment(
            FunctionConfig function,
            Map<String, String> variables,
            Path directory,
            Consumer<String> log) {
        this.function = function;
        this.variables = variables;
        this.directory = directory.resolve(function.name()).resolve(UUID.randomUUID().toString());
        this.log = log;
    }

    @Override
    public Optional<InvocationResult> start() {
        if (process != null) {
            return Optional.empty();
        }
        RuntimeEndpoint opened = new RuntimeEndpoint(function.arn());
        endpoint = opened;
        try {
            Path task = layOut();
            ProcessBuilder builder =
                    new ProcessBuilder(command())
                            .directory(task.toFile())
                            .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", opened.address());
            builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
            builder.environment().put("LAMBDA_RUNTIME_DIR", task.toString());
            Process child = builder.start();
            process = child;
            Thread.ofVirtual()
                    .name("log-" + function.name())
                    .start(() -> copy(child.getInputStream()));
            child.onExit().thenAccept(ended -> opened.exited(ended.exitValue()));
            return opened.awaitReady(INIT_LIMIT.plus(function.timeout()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "function "
                            + function.name()
                            + ": the child JVM cannot be started: "
                            + e.getMessage(),
                    e);
        }
    }

    /// Lays the code out as `/var/task`: a jar goes to `lib/`.
    private Path layOut() throws IOException {
        if (Files.isDirectory(function.code())) {
            return function.code();
        }
        Path lib = directory.resolve("lib");
        Files.createDirectories(lib);
        Files.createSymbolicLink(
                lib.resolve(function.code().getFileName()), function.code().toAbsolutePath());
        return directory;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The flags of Lambda's own Java runtime: compile fast, collect serially, leave 15 % of the
        // memory to the JVM itself.
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-XX:MaxRAM=" + function.memoryMiB() + "m",
                        "-XX:MaxRAMPercentage=85"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(
                List.of("-cp", runtimeClassPath(), AWSLambda.class.getName(), function.handler()));
        return command;
    }

    private static String runtimeClassPath() {
        return Stream.of(
                        AWSLambda.class,
                        Context.class,
                        PojoSerializer.class,
                        SdkInternalThreadLocal.class)
                .map(ChildJvmEnvironment::jarOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "the class path entry of " + type.getName() + " is no file", e);
        }
    }

    private void copy(InputStream output) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            log.accept("output of function " + function.name() + " ended: " + e.getMessage());
        }
    }

    @Override
    public InvocationResult invoke(Invocation invocation) {
        RuntimeEndpoint opened = endpoint;
        if (opened == null) {
            throw new IllegalStateException(
                    "function " + function.name() + " is invoked before its start");
        }
        return opened.exchange(invocation, function.timeout());
    }

    @Override
    public void close() {
        Process child = process;
        if (child != null) {
            child.destroyForcibly();
            try {
                child.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        RuntimeEndpoint opened = endpoint;
        if (opened != null) {
            opened.close();
        }
        try {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            log.accept(
                    "files of function "
                            + function.name()
                            + " under "
                            + directory
                            + " cannot be removed: "
                            + e.getMessage());
        }
    }
}
