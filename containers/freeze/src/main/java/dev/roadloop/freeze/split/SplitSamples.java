package dev.roadloop.freeze.split;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Splits samples by drive, place or time.
///
/// What was in a version before keeps its split, so that nothing that models were judged by is
/// trained on later. New groups go, in an order that only the seed and their names decide, each to
/// the split that has least of what it should have. The same samples and plan always give the same
/// split.
public final class SplitSamples {
    private static final int CELL_DIGITS = 6;

    private final SplitPlan plan;

    /// What came of it.
    ///
    /// @param samples those that are left, with their splits, in the order given
    /// @param leftOut how many were too near to a border of splits
    public record Split(List<DatasetSample> samples, int leftOut) {
        public Split {
            samples = List.copyOf(samples);
        }
    }

    /// @param plan how to split
    public SplitSamples(SplitPlan plan) {
        this.plan = plan;
    }

    /// Splits samples.
    ///
    /// @param before the samples of the version before, none if this is the first
    /// @throws CallerException when a sample lacks the place or time that it is to be split by, or
    ///   a drive is assigned that is not there
    public Split split(List<DatasetSample> samples, List<DatasetSample> before) {
        List<String> groups = groups(samples);
        Map<String, Integer> sizes = new TreeMap<>();
        groups.forEach(group -> sizes.merge(group, 1, Integer::sum));
        Map<String, DatasetSplit> splits = kept(samples, groups, before);
        distribute(sizes, splits);
        List<DatasetSample> split = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            split.add(
                    inSplit(
                            samples.get(i),
                            splits.getOrDefault(groups.get(i), DatasetSplit.TRAIN)));
        }
        if (plan.by() != SplitBy.TIME) {
            return new Split(split, 0);
        }
        List<DatasetSample> apart = NearBorders.leftOut(split, plan.gap());
        return new Split(apart, split.size() - apart.size());
    }

    /// The group of each sample.
    private List<String> groups(List<DatasetSample> samples) {
        return switch (plan.by()) {
            case DRIVE -> samples.stream().map(DatasetSample::drive).toList();
            case TIME -> stretches(samples);
            case PLACE -> {
                Regions regions = new Regions();
                for (DatasetSample sample : samples) {
                    GeoPoint place = sample.place();
                    if (place == null) {
                        throw new CallerException(
                                sample.path()
                                        + ": expected a place to split by, found none; split by"
                                        + " drive, or give latitude and longitude");
                    }
                    regions.join("drive " + sample.drive(), "cell " + place.geohash(CELL_DIGITS));
                }
                yield samples.stream()
                        .map(sample -> regions.root("drive " + sample.drive()))
                        .toList();
            }
        };
    }

    private List<String> stretches(List<DatasetSample> samples) {
        Map<String, Instant> begins = new HashMap<>();
        for (DatasetSample sample : samples) {
            Instant time = sample.time();
            if (time == null) {
                throw new CallerException(
                        sample.path()
                                + ": expected a time to split by, found none; split by drive, or"
                                + " give date_captured");
            }
            begins.merge(sample.drive(), time, (a, b) -> a.isBefore(b) ? a : b);
        }
        List<String> groups = new ArrayList<>();
        for (DatasetSample sample : samples) {
            Instant time = sample.time();
            Instant begin = begins.getOrDefault(sample.drive(), Instant.EPOCH);
            long number =
                    time == null
                            ? 0
                            : (time.toEpochMilli() - begin.toEpochMilli())
                                    / Math.max(1, plan.stretch().toMillis());
            groups.add("%s %06d".formatted(sample.drive(), number));
        }
        return groups;
    }

    /// The splits that are given: by hand, or by the version before.
    private Map<String, DatasetSplit> kept(
            List<DatasetSample> samples, List<String> groups, List<DatasetSample> before) {
        Map<String, DatasetSplit> earlier = new HashMap<>();
        before.forEach(sample -> earlier.putIfAbsent(sample.sha256().hex(), sample.split()));
        if (plan.by() == SplitBy.DRIVE) {
            before.forEach(sample -> earlier.putIfAbsent(sample.drive(), sample.split()));
        }
        Map<String, DatasetSplit> splits = new TreeMap<>();
        Map<String, DatasetSplit> missing = new TreeMap<>(plan.assigned());
        for (int i = 0; i < samples.size(); i++) {
            DatasetSample sample = samples.get(i);
            DatasetSplit given = plan.assigned().get(sample.drive());
            missing.remove(sample.drive());
            DatasetSplit was =
                    earlier.getOrDefault(sample.sha256().hex(), earlier.get(sample.drive()));
            DatasetSplit wanted = given == null ? was : given;
            if (wanted != null) {
                splits.putIfAbsent(groups.get(i), wanted);
            }
        }
        if (!missing.isEmpty()) {
            throw new CallerException(
                    "expected drives of the dataset to be assigned, found %s; there are %s"
                            .formatted(
                                    missing.keySet(),
                                    samples.stream()
                                            .map(DatasetSample::drive)
                                            .distinct()
                                            .limit(20)
                                            .toList()));
        }
        return splits;
    }

    private void distribute(Map<String, Integer> sizes, Map<String, DatasetSplit> splits) {
        Map<DatasetSplit, Integer> have = new EnumMap<>(DatasetSplit.class);
        int total = sizes.values().stream().mapToInt(Integer::intValue).sum();
        splits.forEach(
                (group, split) -> have.merge(split, sizes.getOrDefault(group, 0), Integer::sum));
        List<String> open =
                sizes.keySet().stream()
                        .filter(group -> !splits.containsKey(group))
                        .sorted(Comparator.comparing(this::rank))
                        .toList();
        for (String group : open) {
            DatasetSplit neediest = DatasetSplit.TRAIN;
            double most = Double.NEGATIVE_INFINITY;
            for (DatasetSplit split : DatasetSplit.values()) {
                // As a part of what it should have, so that no split waits for the larger ones.
                double wanted = plan.share(split) * total;
                double lacking = wanted > 0 ? 1 - have.getOrDefault(split, 0) / wanted : -total;
                if (lacking > most + 1e-9) {
                    most = lacking;
                    neediest = split;
                }
            }
            splits.put(group, neediest);
            have.merge(neediest, sizes.getOrDefault(group, 0), Integer::sum);
        }
    }

    private String rank(String group) {
        return Sha256.of((plan.seed() + " " + group).getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static DatasetSample inSplit(DatasetSample sample, DatasetSplit split) {
        return new DatasetSample(
                sample.path(),
                sample.sha256(),
                sample.md5(),
                sample.bytes(),
                sample.width(),
                sample.height(),
                split,
                sample.slices(),
                sample.drive(),
                sample.time(),
                sample.place(),
                sample.lookHash(),
                sample.boxes(),
                sample.areas());
    }
}
