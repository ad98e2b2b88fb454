package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents name classes, packages and paths; every one of them must be there.
class DocumentsTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+");
    private static final Pattern PACKAGE = Pattern.compile("dev\\.roadloop(\\.[a-z0-9]+)*");
    private static final Pattern PATH =
            Pattern.compile(
                    "(?:libs|functions|containers|infra-cdk|local|statemachines|events|docs|bench|\\.ci|\\.github)(?:/[A-Za-z0-9._-]+)*/?");

    /// AWS's and Java's own names, which the documents may use as words.
    private static final Set<String> NOT_OURS =
            Set.of("EventBridge", "CloudFormation", "CloudWatch", "DynamoDB", "JSONata");

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"})
    void everyNameInADocumentExists(String document) throws IOException {
        String text = Files.readString(ROOT.resolve(document));

        assertThat(missingNames(text))
                .as("names in %s that are not in the tree", document)
                .isEmpty();
    }

    @Test
    void aNameThatIsNotThereIsReported() throws IOException {
        String text =
                "See `NoSuchClassAnywhere`, `dev.roadloop.nosuch`, `libs/nosuch/` and"
                        + " [this](docs/nosuch.md).";

        assertThat(missingNames(text))
                .containsExactlyInAnyOrder(
                        "NoSuchClassAnywhere",
                        "dev.roadloop.nosuch",
                        "libs/nosuch/",
                        "docs/nosuch.md");
    }

    private static List<String> missingNames(String text) throws IOException {
        Set<String> classes = new HashSet<>();
        Set<String> packages = new HashSet<>();
        for (Path source : javaSources()) {
            String file = source.getFileName().toString();
            classes.add(file.substring(0, file.length() - ".java".length()));
            packages.add(packageOf(source));
        }
        List<String> missing = new ArrayList<>();
        Matcher code = CODE.matcher(text);
        while (code.find()) {
            String name = code.group(1);
            boolean known =
                    !(CLASS.matcher(name).matches()
                                    && !classes.contains(name)
                                    && !NOT_OURS.contains(name)
                            || PACKAGE.matcher(name).matches()
                                    && packages.stream()
                                            .noneMatch(p -> (p + ".").startsWith(name + "."))
                            || PATH.matcher(name).matches() && !Files.exists(ROOT.resolve(name)));
            if (!known) {
                missing.add(name);
            }
        }
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            if (!link.group(1).contains("://") && !Files.exists(ROOT.resolve(link.group(1)))) {
                missing.add(link.group(1));
            }
        }
        return missing;
    }

    private static String packageOf(Path source) {
        String path = source.toString().replace('\\', '/');
        int start = path.indexOf("/java/") + "/java/".length();
        return path.substring(start, path.lastIndexOf('/')).replace('/', '.');
    }

    private static List<Path> javaSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String top :
                List.of("libs", "functions", "containers", "infra-cdk", "local", "bench")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(top))) {
                files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("/java/"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
