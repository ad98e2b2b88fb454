package dev.roadloop.freeze.split;

import dev.roadloop.contracts.DatasetSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes gaps where two splits meet within a drive.
final class NearBorders {
    private NearBorders() {}

    /// The samples without those that lie less than a gap behind one of their drive that is in
    /// another split.
    static List<DatasetSample> leftOut(List<DatasetSample> samples, Duration gap) {
        Map<String, List<DatasetSample>> drives = new TreeMap<>();
        samples.forEach(sample ->
                drives.computeIfAbsent(sample.drive(), drive -> new ArrayList<>()).add(sample));
        Set<String> near = new HashSet<>();
        for (List<DatasetSample> drive : drives.values()) {
            drive.sort(Comparator.comparing(NearBorders::time));
            List<DatasetSample> left = new ArrayList<>();
            for (DatasetSample sample : drive) {
                DatasetSample last = left.isEmpty() ? sample : left.getLast();
                boolean tooNear =
                        last.split() != sample.split()
                                && Duration.between(time(last), time(sample)).compareTo(gap) < 0;
                if (tooNear) {
                    near.add(sample.path());
                } else {
                    left.add(sample);
                }
            }
        }
        return samples.stream().filter(sample -> !near.contains(sample.path())).toList();
    }

    private static Instant time(DatasetSample sample) {
        Instant time = sample.time();
        return time == null ? Instant.EPOCH : time;
    }
}
