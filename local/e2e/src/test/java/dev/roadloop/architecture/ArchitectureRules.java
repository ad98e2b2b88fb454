package dev.roadloop.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The arrows of the architecture: which part may know which.
///
/// A part is a package directly under `dev.roadloop`; each module is one part.
final class ArchitectureRules {

    private static final String[] LIBRARIES = {
        "domain",
        "contracts",
        "aws",
        "lambda",
        "sensorlog",
        "vision",
        "video",
        "search",
        "opensearch",
        "learning",
        "sweep"
    };

    /// Contexts and jobs: they meet through events and workflows only.
    private static final List<String> CONTEXTS =
            List.of("ingest", "datasets", "training", "models", "drivejob", "evaluate", "freeze");

    /// Jobs on a drive, which share how they start and read.
    private static final List<String> DRIVE_JOBS = List.of("inspect", "redact", "convert");

    private ArchitectureRules() {}

    static List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(
                classes()
                        .that(in("domain"))
                        .should()
                        .onlyDependOnClassesThat(
                                in("domain").or(resideInAnyPackage("java..", "org.jspecify.."))));
        rules.add(
                classes()
                        .that(in("contracts"))
                        .should()
                        .onlyDependOnClassesThat(
                                in("contracts", "domain")
                                        .or(
                                                resideInAnyPackage(
                                                        "java..",
                                                        "org.jspecify..",
                                                        "com.fasterxml.jackson.."))));
        rules.add(
                noClasses()
                        .that(in("sensorlog"))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("software.amazon..", "com.amazonaws..")
                                        .or(ownPartsBut("sensorlog", "domain"))));
        rules.add(
                noClasses()
                        .that(in("vision"))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("software.amazon..", "com.amazonaws..")
                                        .or(ownPartsBut("vision", "domain"))));
        rules.add(
                noClasses()
                        .that(in("learning"))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("software.amazon..", "com.amazonaws..")
                                        .or(
                                                ownPartsBut(
                                                        "learning",
                                                        "vision",
                                                        "contracts",
                                                        "domain"))));
        rules.add(
                noClasses()
                        .that(in(LIBRARIES))
                        .should()
                        .dependOnClassesThat(ownPartsBut(LIBRARIES)));
        CONTEXTS.forEach(context -> rules.add(knowsOnly(context, context)));
        // Says what a model is worth on its validation samples as evaluation does.
        rules.add(knowsOnly("train", "train", "evaluate"));
        // Reads what training has written, and judges as evaluation does.
        rules.add(knowsOnly("packaging", "packaging", "train", "evaluate"));
        DRIVE_JOBS.forEach(job -> rules.add(knowsOnly(job, job, "drivejob")));
        rules.add(
                noClasses()
                        .that(in("embedded"))
                        .should()
                        .dependOnClassesThat(ownPartsBut("embedded")));
        rules.add(
                noClasses()
                        .that(not(in("infra")))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "software.amazon.awscdk..",
                                        "software.constructs..",
                                        "io.github.cdklabs..")));
        rules.add(
                noClasses()
                        .that(not(in("learning", "train")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("ai.djl..")));
        rules.add(
                noClasses()
                        .that(not(in("freeze")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.eclipse.jgit..")));
        rules.add(
                noClasses()
                        .that(not(in("search")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.apache.lucene..")));
        rules.add(slices().matching("dev.roadloop.(*).(*)..").should().beFreeOfCycles());
        rules.add(
                noClasses()
                        .should()
                        .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..")
                        .because("a package is named for what it holds"));
        rules.add(
                noClasses()
                        .that(not(in("embedded", "infra")))
                        .should()
                        .callMethodWhere(writesAFile())
                        .because("errors of OutputFile name the file, the system's do not"));
        rules.add(
                noClasses()
                        .that(in(LIBRARIES))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
        rules.add(
                noClasses()
                        .that(
                                in(
                                        "domain",
                                        "contracts",
                                        "aws",
                                        "sensorlog",
                                        "sweep",
                                        "ingest",
                                        "training"))
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("clocks are injected"));
        rules.add(
                fields().that()
                        .areDeclaredInClassesThat(besideAHandler())
                        .should()
                        .notHaveRawType(Optional.class)
                        .because("a function's input and answer are JSON, which knows none"));
        return List.copyOf(rules);
    }

    /// A part that knows the libraries and the named parts.
    private static ArchRule knowsOnly(String part, String... parts) {
        String[] known =
                Stream.concat(Stream.of(LIBRARIES), Stream.of(parts)).toArray(String[]::new);
        return noClasses().that(in(part)).should().dependOnClassesThat(ownPartsBut(known));
    }

    private static DescribedPredicate<JavaClass> in(String... parts) {
        return resideInAnyPackage(
                Stream.of(parts).map(part -> "dev.roadloop." + part + "..").toArray(String[]::new));
    }

    private static DescribedPredicate<JavaMethodCall> writesAFile() {
        return describe(
                "are of Files and write",
                call ->
                        call.getTargetOwner().isEquivalentTo(Files.class)
                                && Set.of("write", "writeString", "newOutputStream")
                                        .contains(call.getTarget().getName()));
    }

    private static DescribedPredicate<JavaClass> besideAHandler() {
        return describe(
                "are records beside a handler",
                type ->
                        type.isRecord()
                                && in("ingest", "datasets", "training", "models", "lambda")
                                        .test(type)
                                && type.getPackage().getClasses().stream()
                                        .anyMatch(
                                                each -> each.getSimpleName().endsWith("Handler")));
    }

    private static DescribedPredicate<JavaClass> ownPartsBut(String... allowed) {
        return describe(
                "are of Roadloop, but not of " + String.join(", ", allowed),
                type ->
                        type.getPackageName().startsWith("dev.roadloop.")
                                && !in(allowed).test(type));
    }
}
