package dev.roadloop.evaluate.job;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.GeoPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Counts the pairs of a sample that a model learnt from and one that it is judged by that show the
/// same: the same bytes, the same drive, the same place at the same time, or pictures that look
/// alike. The bounds are those that versions are built with.
final class LeakedPairs {
    private static final double NEAR_METRES = 30;
    private static final Duration NEAR_TIME = Duration.ofSeconds(60);
    private static final int ALIKE_BITS = 4;
    private static final double EARTH_METRES = 6_371_008.8;

    private LeakedPairs() {}

    /// @param learnt whose samples for training and for choices count
    /// @param judged whose samples for tests count
    static long count(DatasetManifest learnt, DatasetManifest judged) {
        List<Look> seen =
                learnt.samples().stream()
                        .filter(sample -> sample.split() != DatasetSplit.TEST)
                        .map(Look::of)
                        .toList();
        return judged.samples().parallelStream()
                .filter(sample -> sample.split() == DatasetSplit.TEST)
                .map(Look::of)
                .mapToLong(look -> seen.stream().filter(other -> leaks(look, other)).count())
                .sum();
    }

    private record Look(DatasetSample sample, long hash) {
        static Look of(DatasetSample sample) {
            return new Look(sample, Long.parseUnsignedLong(sample.lookHash(), 16));
        }
    }

    private static boolean leaks(Look a, Look b) {
        return Long.bitCount(a.hash() ^ b.hash()) <= ALIKE_BITS
                || a.sample().sha256().equals(b.sample().sha256())
                || a.sample().drive().equals(b.sample().drive())
                || sameScene(a.sample(), b.sample());
    }

    private static boolean sameScene(DatasetSample a, DatasetSample b) {
        Instant from = a.time();
        Instant to = b.time();
        GeoPoint here = a.place();
        GeoPoint there = b.place();
        return from != null
                && to != null
                && here != null
                && there != null
                && Duration.between(from, to).abs().compareTo(NEAR_TIME) <= 0
                && metres(here, there) <= NEAR_METRES;
    }

    /// The haversine distance.
    private static double metres(GeoPoint a, GeoPoint b) {
        double north = Math.sin(Math.toRadians(b.latitude() - a.latitude()) / 2);
        double east = Math.sin(Math.toRadians(b.longitude() - a.longitude()) / 2);
        double h =
                north * north
                        + Math.cos(Math.toRadians(a.latitude()))
                                * Math.cos(Math.toRadians(b.latitude()))
                                * east
                                * east;
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
