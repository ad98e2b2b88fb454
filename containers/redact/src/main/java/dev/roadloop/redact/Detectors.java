package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Model;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.vision.DetectorIdentity;
import dev.roadloop.vision.DetectorSettings;
import dev.roadloop.vision.Effort;
import dev.roadloop.vision.OnnxModel;
import dev.roadloop.vision.PrivacyDetectors;
import dev.roadloop.vision.PrivateKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Makes the detectors that a policy names. Models are fetched to the scratch disk and must have
/// the digest that the policy gives.
final class Detectors {

    private static final int MAX_MODEL_BYTES = 512 << 20;

    private Detectors() {}

    /// The detectors.
    ///
    /// @param gold where models lie
    /// @param scratch an existing directory of this run alone
    /// @throws CallerException when a model is missing or another one
    static DetectorPool of(RedactionPolicy policy, Bucket gold, Path scratch) {
        return new DetectorPool(
                of(policy, key -> gold.get(key, MAX_MODEL_BYTES), gold::at, scratch)::create);
    }

    /// Detectors for a local run.
    ///
    /// @param folder where models lie, by the last part of their keys
    /// @param scratch an existing directory of this run alone
    /// @throws CallerException when a model is missing or another one
    static PrivacyDetectors of(RedactionPolicy policy, Path folder, Path scratch) {
        return of(
                policy,
                key -> read(local(folder, key)),
                key -> local(folder, key).toString(),
                scratch);
    }

    private static Path local(Path folder, String key) {
        return folder.resolve(key.substring(key.lastIndexOf('/') + 1));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_MODEL_BYTES
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new TransientException("the model " + file + " cannot be read", e);
        }
    }

    private static PrivacyDetectors of(
            RedactionPolicy policy,
            Function<String, Optional<byte[]>> content,
            UnaryOperator<String> place,
            Path scratch) {
        List<OnnxModel> models = new ArrayList<>();
        for (Model model : policy.detector().models()) {
            models.add(
                    fetch(
                            model,
                            content.apply(model.key()),
                            place.apply(model.key()),
                            scratch.resolve("model-" + models.size() + ".onnx")));
        }
        return new PrivacyDetectors(
                new DetectorSettings(
                        policy.detector().builtIn().stream()
                                .map(Detectors::kind)
                                .collect(Collectors.toUnmodifiableSet()),
                        Effort.valueOf(policy.detector().effort().toUpperCase(Locale.ROOT)),
                        models));
    }

    /// A detector as reports name it.
    static LookedWith named(DetectorIdentity identity) {
        return new LookedWith(
                identity.name(), new Sha256(identity.digest()), identity.thresholds());
    }

    private static OnnxModel fetch(Model model, Optional<byte[]> found, String place, Path file) {
        byte[] content =
                found.orElseThrow(() ->
                        new CallerException(
                                "the redaction policy names the model "
                                        + place
                                        + ", which is not there or larger than "
                                        + (MAX_MODEL_BYTES >> 20)
                                        + " MiB; put it there or correct the policy"));
        Sha256 digest = Sha256.of(content);
        if (!digest.equals(model.sha256())) {
            throw new CallerException(
                    place
                            + " has the SHA-256 "
                            + digest
                            + "; the redaction policy expects "
                            + model.sha256()
                            + ": correct the one or the other");
        }
        try {
            OutputFile.write(file, content);
        } catch (IOException e) {
            throw new TransientException("the scratch disk failed for the model " + model.key(), e);
        }
        return new OnnxModel(file, layout(model), kinds(model), model.threshold());
    }

    private static OnnxModel.Layout layout(Model model) {
        try {
            return OnnxModel.Layout.valueOf(model.output().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CallerException(
                    "the redaction policy says that "
                            + model.key()
                            + " has the output "
                            + model.output()
                            + "; expected one of "
                            + List.of(OnnxModel.Layout.values()),
                    e);
        }
    }

    private static List<PrivateKind> kinds(Model model) {
        return model.kinds().stream().map(Detectors::kind).toList();
    }

    private static PrivateKind kind(String name) {
        return PrivateKind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
