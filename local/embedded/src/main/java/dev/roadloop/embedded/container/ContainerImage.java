package dev.roadloop.embedded.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What of a Dockerfile is needed to run its program without a container: what it copies where, its
/// variables, its entry point and its command.
///
/// The base image and what is copied from others are not looked at: the program `java` is this
/// process's, and a program that needs more of them does not find it. Instructions that build
/// (`RUN`) cannot be followed and are refused. Source: Dockerfile reference, Docker documentation.
///
/// @param entryPoint words before the command
/// @param command default command
/// @param environment variables set by `ENV`
/// @param copies path in the container to path here
public record ContainerImage(
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        Map<String, Path> copies) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_DOCKERFILE = 1 << 20;

    /// Keeps copies.
    public ContainerImage {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        copies = Map.copyOf(copies);
    }

    /// @throws IllegalArgumentException naming file, line and instruction, if it cannot be followed
    /// @throws IOException if a file cannot be read
    public static ContainerImage read(Path context, String dockerfile) throws IOException {
        Path file = context.resolve(dockerfile);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_DOCKERFILE) {
            throw new IllegalArgumentException(
                    "image "
                            + context
                            + ": expected a "
                            + dockerfile
                            + " of at most "
                            + MAX_DOCKERFILE
                            + " bytes");
        }
        List<String> entryPoint = List.of();
        List<String> command = List.of();
        Map<String, String> environment = new LinkedHashMap<>();
        Map<String, Path> copies = new LinkedHashMap<>();
        Path workDirectory = Path.of("/");
        for (String line : logicalLines(Files.readString(file))) {
            String[] parts = line.split("\\s+", 2);
            String rest = parts.length > 1 ? parts[1].strip() : "";
            switch (parts[0].toUpperCase(Locale.ROOT)) {
                case "FROM" -> {
                    // Only the last stage is the image.
                    entryPoint = List.of();
                    command = List.of();
                    copies.clear();
                    environment.clear();
                    workDirectory = Path.of("/");
                }
                case "COPY", "ADD" -> copy(file, context, workDirectory, rest, copies);
                case "WORKDIR" -> workDirectory = workDirectory.resolve(rest);
                case "ENV" -> env(rest, environment);
                case "ENTRYPOINT" -> entryPoint = words(file, rest);
                case "CMD" -> command = words(file, rest);
                case "USER",
                        "LABEL",
                        "EXPOSE",
                        "ARG",
                        "VOLUME",
                        "STOPSIGNAL",
                        "MAINTAINER",
                        "HEALTHCHECK" -> {}
                default ->
                        throw new IllegalArgumentException(
                                file
                                        + ": the instruction "
                                        + parts[0]
                                        + " cannot be followed without a container engine; the"
                                        + " embedded mode follows FROM, COPY, ADD, WORKDIR, ENV,"
                                        + " ENTRYPOINT and CMD");
            }
        }
        return new ContainerImage(entryPoint, command, environment, copies);
    }

    /// The command line on this machine.
    ///
    /// @param arguments the job's command, or empty for the image's
    /// @param flags put right after the program if that is `java`
    public List<String> commandLine(List<String> arguments, List<String> flags) {
        List<String> words = new ArrayList<>(entryPoint);
        words.addAll(arguments.isEmpty() ? command : arguments);
        if (words.isEmpty()) {
            throw new IllegalArgumentException(
                    "the image has neither ENTRYPOINT nor CMD and the job no command");
        }
        List<String> line = new ArrayList<>();
        boolean java = words.getFirst().equals("java") || words.getFirst().endsWith("/bin/java");
        line.add(
                java
                        ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                        : localised(words.getFirst()));
        if (java) {
            line.addAll(flags);
        }
        int ownWords = entryPoint.size();
        for (int i = 1; i < words.size(); i++) {
            // What the job is given is data; only the image's own words name its files.
            line.add(i < ownWords || arguments.isEmpty() ? localised(words.get(i)) : words.get(i));
        }
        return line;
    }

    private String localised(String word) {
        String text = word;
        for (String path :
                copies.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList()) {
            Path local = copies.get(path);
            if (local != null && text.contains(path)) {
                text = text.replace(path, local.toString());
            }
        }
        return text;
    }

    private static List<String> logicalLines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                pending.append(line, 0, line.length() - 1).append(' ');
            } else {
                lines.add(pending.append(line).toString());
                pending.setLength(0);
            }
        }
        return lines;
    }

    private static void copy(
            Path file, Path context, Path workDirectory, String rest, Map<String, Path> copies)
            throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : rest.startsWith("[") ? words(file, rest) : List.of(rest.split("\\s+"))) {
            if (word.startsWith("--from=")) {
                return;
            }
            if (!word.startsWith("--")) {
                words.add(word);
            }
        }
        if (words.size() < 2) {
            throw new IllegalArgumentException(
                    file + ": COPY needs a source and a destination, found '" + rest + "'");
        }
        String destination = words.getLast();
        List<Path> sources = new ArrayList<>();
        for (String source : words.subList(0, words.size() - 1)) {
            sources.addAll(expand(file, context, source));
        }
        boolean into = destination.endsWith("/") || sources.size() > 1;
        Path target = workDirectory.resolve(destination).normalize();
        for (Path source : sources) {
            copies.put(
                    (into && !Files.isDirectory(source)
                                    ? target.resolve(source.getFileName())
                                    : target)
                            .toString(),
                    source);
        }
    }

    private static List<Path> expand(Path file, Path context, String source) throws IOException {
        String relative = source.startsWith("/") ? source.substring(1) : source;
        Path path = context.resolve(relative).normalize();
        if (!path.startsWith(context.normalize())) {
            throw new IllegalArgumentException(
                    file + ": COPY " + source + " leaves the build context");
        }
        if (!relative.contains("*")) {
            if (!Files.exists(path)) {
                throw new IllegalArgumentException(
                        file
                                + ": COPY "
                                + source
                                + ": "
                                + path
                                + " does not exist; build the module and synthesise the template"
                                + " again");
            }
            return List.of(path);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
            entries.forEach(found::add);
        }
        found.sort(null);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": COPY " + source + " matches nothing in " + context);
        }
        return found;
    }

    private static void env(String rest, Map<String, String> environment) {
        if (!rest.contains("=")) {
            String[] pair = rest.split("\\s+", 2);
            environment.put(pair[0], pair.length > 1 ? pair[1] : "");
            return;
        }
        for (String word : rest.split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                environment.put(
                        word.substring(0, equals),
                        word.substring(equals + 1).replaceAll("^\"|\"$", ""));
            }
        }
    }

    private static List<String> words(Path file, String json) {
        try {
            List<String> words = new ArrayList<>();
            if (!json.startsWith("[")) {
                return List.of("/bin/sh", "-c", json);
            }
            for (JsonNode word : JSON.readTree(json)) {
                words.add(word.asText());
            }
            return words;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a JSON array of words, found " + json, e);
        }
    }
}
