package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.Evaluation.SliceScore;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/// `roadloop compare`.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Lays the signed evaluations of two model versions on the same golden set side by"
                    + " side, overall and by slice.",
            "Versions are MODEL:VERSION, or MODEL@ALIAS for the one that an alias leads to.",
            "A paired test of two models is part of a version's qualification; here intervals stand"
                    + " beside each other."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop compare detector@production detector:4",
            "  roadloop compare detector:3 detector:4 --metric AP --json"
        })
final class Compare implements Callable<Integer> {
    private static final Pattern NAMED =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,99})([:@])([A-Za-z0-9._-]{1,100})");
    private static final int MOST_BYTES = 8 << 20;

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "The version to compare with.")
    @SuppressWarnings("NullAway.Init")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The version to look at.")
    @SuppressWarnings("NullAway.Init")
    private String second;

    @Option(
            names = "--metric",
            defaultValue = "AP50",
            description = "The metric of the slices; ${DEFAULT-VALUE} by default.")
    private String metric = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Platform platform = where.open();
                S3Client s3 = platform.clients().s3();
                KmsClient kms = platform.clients().kms();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            Bucket gold = new Bucket(s3, platform.goldBucket());
            TrustedKey key = ReportKey.of(platform, kms);
            Evaluation a = evaluation(first, registry, gold, key);
            Evaluation b = evaluation(second, registry, gold, key);
            if (!a.golden().equals(b.golden())) {
                throw new CallerException(
                        "%s was judged by %s, %s by %s; numbers of different sets do not compare: qualify one of them again"
                                .formatted(first, a.golden(), second, b.golden()));
            }
            ObjectNode compared = compared(a, b);
            if (json) {
                spec.commandLine().getOut().println(compared.toPrettyString());
            } else {
                print(compared);
            }
            return ExitCode.OK;
        }
    }

    private static Evaluation evaluation(
            String named, TrackingRegistry registry, Bucket gold, TrustedKey key) {
        Matcher parts = NAMED.matcher(named);
        if (!parts.matches()) {
            throw new CallerException(
                    "expected MODEL:VERSION or MODEL@ALIAS, found \"" + named + "\"");
        }
        String model = parts.group(1);
        String version =
                parts.group(2).equals(":")
                        ? parts.group(3)
                        : registry.aliased(model, parts.group(3))
                                .orElseThrow(() ->
                                        new CallerException(
                                                model + " has no alias " + parts.group(3)))
                                .number();
        String prefix = QualificationKeys.evidence(model, version);
        String file = "/" + EvidenceKind.EVALUATION.key() + ".dsse.json";
        String name =
                gold.list(prefix)
                        .filter(object -> object.key().endsWith(file))
                        .max(Comparator.comparing(StoredObject::lastModified))
                        .map(StoredObject::key)
                        .orElseThrow(() ->
                                new CallerException(
                                        "%s has no signed evaluation; qualify %s %s first"
                                                .formatted(gold.at(prefix), model, version)));
        byte[] envelope =
                gold.get(name, MOST_BYTES)
                        .orElseThrow(() -> new CallerException(gold.at(name) + " vanished"));
        Statement statement = key.open(envelope, gold.at(name)).statement();
        return statement.predicate(Evaluation.class);
    }

    private ObjectNode compared(Evaluation a, Evaluation b) {
        ObjectNode node =
                Json.jackson()
                        .createObjectNode()
                        .put("a", first)
                        .put("b", second)
                        .put("golden", a.golden().toString())
                        .put("samples", a.samples());
        ArrayNode metrics = node.putArray("metrics");
        for (Map.Entry<String, Double> one : a.metrics().entrySet()) {
            Double other = b.metrics().get(one.getKey());
            if (other != null) {
                metrics.addObject()
                        .put("metric", one.getKey())
                        .put("a", one.getValue())
                        .put("b", other)
                        .put("difference", other - one.getValue());
            }
        }
        ArrayNode slices = node.putArray("slices");
        for (SliceScore one : a.slices()) {
            Optional<SliceScore> other =
                    b.slices().stream()
                            .filter(score ->
                                    score.slice().equals(one.slice())
                                            && score.metric().equals(one.metric()))
                            .findFirst();
            if (one.metric().equals(metric) && other.isPresent()) {
                ObjectNode slice = slices.addObject().put("slice", one.slice());
                slice.put("metric", metric).put("samples", one.samples());
                slice.set(
                        "a",
                        Json.jackson()
                                .valueToTree(new double[] {one.low(), one.value(), one.high()}));
                slice.set(
                        "b",
                        Json.jackson()
                                .valueToTree(
                                        new double[] {
                                            other.get().low(),
                                            other.get().value(),
                                            other.get().high()
                                        }));
                slice.put("difference", other.get().value() - one.value())
                        .put(
                                "apart",
                                other.get().low() > one.high() || other.get().high() < one.low());
            }
        }
        return node;
    }

    private void print(ObjectNode compared) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s beside %s on %s, %d samples%n",
                first, second, compared.path("golden").asText(), compared.path("samples").asLong());
        compared.path("metrics")
                .forEach(one ->
                        out.printf(
                                "  %-24s %8.4f %8.4f  %+.4f%n",
                                one.path("metric").asText(),
                                one.path("a").asDouble(),
                                one.path("b").asDouble(),
                                one.path("difference").asDouble()));
        out.println(metric + " by slice, with 95 % intervals");
        compared.path("slices")
                .forEach(one ->
                        out.printf(
                                "  %-24s %6.4f [%6.4f, %6.4f]  %6.4f [%6.4f, %6.4f]  %+.4f%s%n",
                                one.path("slice").asText(),
                                one.at("/a/1").asDouble(),
                                one.at("/a/0").asDouble(),
                                one.at("/a/2").asDouble(),
                                one.at("/b/1").asDouble(),
                                one.at("/b/0").asDouble(),
                                one.at("/b/2").asDouble(),
                                one.path("difference").asDouble(),
                                one.path("apart").asBoolean() ? "  apart" : ""));
    }
}
