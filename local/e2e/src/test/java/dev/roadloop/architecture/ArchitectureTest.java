package dev.roadloop.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the compiled classes of all modules to [ArchitectureRules], and each rule to classes that
/// break it.
@Tag("slow")
class ArchitectureTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));

    private static JavaClasses production;
    private static JavaClasses wrong;

    @BeforeAll
    static void readClasses() throws IOException {
        production = new ClassFileImporter().importPaths(compiledModules());
        wrong =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("dev.roadloop")
                        .that(describe("wrong", type -> type.getPackageName().contains(".wrong")));
    }

    @Test
    void everyModuleIsRead() {
        assertThat(production.stream().map(type -> type.getPackageName().split("\\.")[2]))
                .contains("domain", "contracts", "aws", "sensorlog", "ingest", "inspect")
                .contains("drivejob", "convert", "infra", "embedded", "simdrive", "cli")
                .contains("vision", "evaluate", "search", "learning", "train")
                .contains("redact", "training", "models", "opensearch", "freeze", "packaging")
                .contains("datasets", "lambda");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theModulesKeepTheRule(ArchRule rule) {
        rule.check(production);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleFailsOnClassesThatBreakIt(ArchRule rule) {
        assertThat(rule.evaluate(wrong).hasViolation()).isTrue();
    }

    static Stream<ArchRule> rules() {
        return ArchitectureRules.all().stream();
    }

    /// All but the benchmarks, which measure parts and libraries bare.
    private static List<Path> compiledModules() throws IOException {
        PathMatcher classes = FileSystems.getDefault().getPathMatcher("glob:**/target/classes");
        try (Stream<Path> folders = Files.find(ROOT, 4, (path, as) -> classes.matches(path))) {
            return folders.filter(folder -> !folder.startsWith(ROOT.resolve("bench"))).toList();
        }
    }
}
