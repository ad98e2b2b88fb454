package dev.roadloop.cli.models;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The bundles of promotions in a platform's gold bucket.
public final class PromotionBundles {
    private static final String DECISION = "decision.dsse.json";
    private static final int MOST_BYTES = 8 << 20;

    private final Bucket gold;

    /// @param gold the bucket
    public PromotionBundles(Bucket gold) {
        this.gold = gold;
    }

    /// Fetches the newest bundle of a version, or that of one of its qualifications.
    ///
    /// @param qualification its id; empty for the newest
    /// @param folder to put it into
    /// @throws CallerException if there is none
    public void fetch(String model, String version, Optional<String> qualification, Path folder)
            throws IOException {
        String prefix =
                qualification
                        .map(id -> QualificationKeys.bundle(model, version, id))
                        .orElseGet(() -> QualificationKeys.bundles(model, version));
        List<StoredObject> all = gold.list(prefix).toList();
        String bundle =
                all.stream()
                        .filter(object -> object.key().endsWith("/" + DECISION))
                        .max(Comparator.comparing(StoredObject::lastModified))
                        .map(object ->
                                object.key()
                                        .substring(0, object.key().length() - DECISION.length()))
                        .orElseThrow(() ->
                                new CallerException(
                                        gold.at(prefix)
                                                + " has no bundle; qualify the version first"));
        for (StoredObject object : all) {
            if (object.key().startsWith(bundle)) {
                Path file = folder.resolve(object.key().substring(bundle.length())).normalize();
                if (!file.startsWith(folder)) {
                    throw new CallerException(object.key() + " leads out of its bundle");
                }
                Files.createDirectories(file.getParent());
                OutputFile.write(
                        file,
                        gold.get(object.key(), MOST_BYTES)
                                .orElseThrow(
                                        () -> new CallerException(object.key() + " vanished")));
            }
        }
    }
}
