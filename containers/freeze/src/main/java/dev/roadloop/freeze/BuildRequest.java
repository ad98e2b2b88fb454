package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.labels.Ontology;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.split.SplitPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to build a dataset version of.
///
/// @param name the dataset
/// @param golden whether it becomes a golden set
/// @param sources labels with their pictures; see [dev.roadloop.freeze.labels.LabelSources]
/// @param ontology its classes; null for those of the sources
/// @param plan how to split; without meaning for a golden set
/// @param alikeBits how many bits of two pictures' dHash may differ for them to look alike, -1 for
///   not to compare looks
/// @param goldenSets golden sets that it must share nothing with
/// @param indexes what is known of the sources' pictures and is believed: indexes that
///   [ImportLabels] left beside them; those that are not there are as none
/// @param stored pictures of the sources that are not there as files, by where they would lie: the
///   remote has their contents
/// @param remote where clients fetch contents from, if not from the folder itself
public record BuildRequest(
        DatasetName name,
        boolean golden,
        List<Path> sources,
        @Nullable Ontology ontology,
        SplitPlan plan,
        int alikeBits,
        List<DatasetManifest> goldenSets,
        List<Path> indexes,
        Map<Path, PictureFacts> stored,
        @Nullable DvcRemote remote) {
    /// @throws IllegalArgumentException when there is no source, a golden set is none, or pictures
    ///   are stored nowhere
    public BuildRequest {
        sources = List.copyOf(sources);
        goldenSets = List.copyOf(goldenSets);
        indexes = List.copyOf(indexes);
        stored = Map.copyOf(stored);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset " + name + ": expected at least one source of labels, found none");
        }
        if (remote == null && !stored.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset "
                            + name
                            + ": expected the remote that has "
                            + stored.size()
                            + " pictures");
        }
        for (DatasetManifest set : goldenSets) {
            if (!set.golden()) {
                throw new IllegalArgumentException(
                        "expected a golden set, found the dataset " + set.name());
            }
        }
    }
}
