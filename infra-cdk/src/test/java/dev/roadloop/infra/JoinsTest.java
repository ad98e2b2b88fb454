package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What one file says of another must be so: machines, placeholders, handlers and jars.
class JoinsTest {

    private static final Templates TEMPLATES = Templates.synthesised();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z]+)}");
    private static final Pattern COPIED_JAR = Pattern.compile("COPY (\\S+\\.jar) ");
    private static final Path FUNCTIONS =
            Templates.ROOT.resolve(
                    "functions/ingest/target/roadloop-ingest-0.1.0-SNAPSHOT-all.jar");

    @Test
    void everyPlaceholderOfTheMachineIsAResource() {
        Resource machine = TEMPLATES.ofType("AWS::StepFunctions::StateMachine").getFirst();
        Set<String> given = new HashSet<>();
        machine.properties()
                .path("DefinitionSubstitutions")
                .fieldNames()
                .forEachRemaining(given::add);
        String definition =
                Templates.text(Templates.ROOT.resolve("statemachines/ingest-drive.asl.json"));

        assertThat(placeholders(definition)).isNotEmpty().isSubsetOf(given);
        assertThat(placeholders(definition + "${NoSuchThing}")).contains("NoSuchThing");
        assertThat(given).isSubsetOf(placeholders(definition));
    }

    @Test
    void everyHandlerIsAClassOfTheJar() throws IOException {
        List<String> handlers =
                TEMPLATES.ofType("AWS::Lambda::Function").stream()
                        .map(function -> function.properties().path("Handler").asText())
                        .toList();

        assertThat(handlers).allMatch(handler -> handler.endsWith("::handleRequest"));
        assertThat(
                        missingClasses(
                                handlers.stream()
                                        .map(handler -> handler.replace("::handleRequest", ""))
                                        .toList()))
                .isEmpty();
        assertThat(missingClasses(List.of("dev.roadloop.ingest.NoSuchHandler"))).hasSize(1);
    }

    @Test
    void everyImageCopiesTheJarThatTheBuildMakes() throws IOException {
        try (Stream<Path> files = Files.walk(Templates.ROOT.resolve("containers"), 2)) {
            List<Path> dockerfiles = files.filter(file -> file.endsWith("Dockerfile")).toList();
            assertThat(dockerfiles).hasSizeGreaterThanOrEqualTo(2);
            for (Path dockerfile : dockerfiles) {
                Matcher copied = COPIED_JAR.matcher(Templates.text(dockerfile));
                assertThat(copied.find()).as("%s copies a jar", dockerfile).isTrue();
                Path jar = dockerfile.resolveSibling(copied.group(1));
                assertThat(jar).exists();
                try (JarFile content = new JarFile(jar.toFile())) {
                    assertThat(content.getManifest().getMainAttributes().getValue("Main-Class"))
                            .as("Main-Class of %s", jar)
                            .isNotNull();
                }
            }
        }
    }

    private static Set<String> placeholders(String definition) {
        Set<String> found = new HashSet<>();
        PLACEHOLDER.matcher(definition).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private static List<String> missingClasses(List<String> names) throws IOException {
        try (JarFile jar = new JarFile(FUNCTIONS.toFile())) {
            return names.stream()
                    .filter(name -> jar.getEntry(name.replace('.', '/') + ".class") == null)
                    .toList();
        }
    }
}
