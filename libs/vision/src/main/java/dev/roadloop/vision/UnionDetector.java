package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Several detectors; what any of them finds counts.
final class UnionDetector implements PrivacyDetector {

    private final List<PrivacyDetector> all;

    /// Takes the detectors over.
    UnionDetector(List<PrivacyDetector> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        List<PrivateRegion> found = new ArrayList<>();
        all.forEach(detector -> found.addAll(detector.detect(picture)));
        return found;
    }

    @Override
    public DetectorIdentity identity() {
        return new DetectorIdentity(
                join(DetectorIdentity::name, "+"),
                Digests.sha256(Digests.utf8(join(DetectorIdentity::digest, " "))),
                join(DetectorIdentity::thresholds, "; "));
    }

    private String join(Function<DetectorIdentity, String> part, String separator) {
        return all.stream()
                .map(PrivacyDetector::identity)
                .map(part)
                .collect(Collectors.joining(separator));
    }

    @Override
    public void close() {
        all.forEach(PrivacyDetector::close);
    }
}
