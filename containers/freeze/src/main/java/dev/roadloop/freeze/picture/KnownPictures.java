package dev.roadloop.freeze.picture;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.domain.Sha256;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is known of pictures by their contents, wherever they lie now: a version of the dataset
/// that was frozen before had them decoded. Only versions and indexes that this code wrote are
/// believed, never what an uploader says.
///
/// Memory: about 200 bytes a picture.
///
/// @param facts by the digest of the file
/// @param stored of pictures that need not be there as files, since the dataset's store has their
///   contents, by where they would lie
public record KnownPictures(Map<Sha256, PictureFacts> facts, Map<Path, PictureFacts> stored) {

    /// The slice of dark pictures, which is computed and never taken from labels.
    public static final String DARK = "dark";

    /// Nothing.
    public static final KnownPictures NONE = new KnownPictures(Map.of(), Map.of());

    public KnownPictures {
        facts = Map.copyOf(facts);
        stored =
                stored.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        each -> plain(each.getKey()), Map.Entry::getValue));
    }

    private static Path plain(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /// What the samples of a version say.
    public static KnownPictures of(List<DatasetSample> samples) {
        Map<Sha256, PictureFacts> facts = new HashMap<>();
        for (DatasetSample sample : samples) {
            facts.put(
                    sample.sha256(),
                    new PictureFacts(
                            sample.sha256(),
                            sample.md5(),
                            sample.bytes(),
                            sample.width(),
                            sample.height(),
                            Long.parseUnsignedLong(sample.lookHash(), 16),
                            sample.slices().contains(DARK)));
        }
        return new KnownPictures(facts, Map.of());
    }

    /// The same, with pictures that are in the store.
    public KnownPictures withStored(Map<Path, PictureFacts> pictures) {
        return new KnownPictures(facts, pictures);
    }

    /// What is known of a content.
    public Optional<PictureFacts> find(Sha256 digest) {
        return Optional.ofNullable(facts.get(digest));
    }

    /// Whether a picture is in the store, and need not be here.
    public boolean isStored(Path picture) {
        return stored.containsKey(plain(picture));
    }

    /// What is known of a picture that is in the store and need not be here.
    Optional<PictureFacts> stored(Path picture) {
        return Optional.ofNullable(stored.get(plain(picture)));
    }
}
