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

    @Test
    void everyPlaceholderOfAMachineIsAResource() {
        assertThat(TEMPLATES.machines()).isNotEmpty();
        for (Resource machine : TEMPLATES.machines()) {
            Set<String> given = new HashSet<>();
            machine.properties()
                    .path("DefinitionSubstitutions")
                    .fieldNames()
                    .forEachRemaining(given::add);
            String definition = machine.properties().path("DefinitionString").asText();

            assertThat(placeholders(definition)).isNotEmpty().isSubsetOf(given);
            assertThat(placeholders(definition + "${NoSuchThing}")).contains("NoSuchThing");
            assertThat(given).isSubsetOf(placeholders(definition));
        }
    }

    @Test
    void everyMachineOfTheTreeIsInTheTemplateWordForWord() throws IOException {
        try (Stream<Path> files = Files.list(Templates.ROOT.resolve("statemachines"))) {
            assertThat(files.map(Templates::text).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            TEMPLATES.machines().stream()
                                    .map(m -> m.properties().path("DefinitionString").asText())
                                    .toList());
        }
    }

    @Test
    void everyHandlerIsAClassOfItsJar() throws IOException {
        List<Resource> functions = TEMPLATES.ofType("AWS::Lambda::Function");

        assertThat(functions).isNotEmpty();
        for (Resource function : functions) {
            String handler = function.properties().path("Handler").asText();
            assertThat(handler).endsWith("::handleRequest");
            String name = handler.replace("::handleRequest", "");
            assertThat(isIn(Templates.jar(function), name)).as(name).isTrue();
            assertThat(isIn(Templates.jar(function), name + "Not")).isFalse();
        }
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

    private static boolean isIn(Path jar, String name) throws IOException {
        try (JarFile classes = new JarFile(jar.toFile())) {
            return classes.getEntry(name.replace('.', '/') + ".class") != null;
        }
    }
}
