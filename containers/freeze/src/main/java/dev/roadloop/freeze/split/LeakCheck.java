package dev.roadloop.freeze.split;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks for samples that are on different sides and show the same: the same bytes, the same drive,
/// the same place at the same time, or pictures that look alike. Golden sets are a side of their
/// own: a golden set and a dataset to train on must share nothing.
public final class LeakCheck {
    private static final double EARTH_METRES = 6_371_008.8;
    private static final double EQUATOR_METRES = 2 * Math.PI * EARTH_METRES;

    private final LeakRules rules;
    private final Map<Leak.Kind, Long> counts = new EnumMap<>(Leak.Kind.class);
    private final List<Leak> pairs = new ArrayList<>();
    private final Set<Long> told = new HashSet<>();

    /// A sample and its side.
    private record Sided(String side, DatasetSample sample) {
        String name() {
            return side + " " + sample.path();
        }
    }

    /// A cell in space and time.
    private record Cell(long north, long east, long time) {}

    private LeakCheck(LeakRules rules) {
        this.rules = rules;
    }

    /// Looks for leaks within a dataset and between it and golden sets.
    ///
    /// @param golden the samples of golden sets, by name
    public static LeakReport find(
            List<DatasetSample> samples, Map<String, List<DatasetSample>> golden, LeakRules rules) {
        List<Sided> all = new ArrayList<>();
        samples.forEach(sample -> all.add(new Sided(sample.split().label(), sample)));
        new TreeMap<>(golden)
                .forEach((name, set) ->
                        set.forEach(sample -> all.add(new Sided("golden:" + name, sample))));
        LeakCheck check = new LeakCheck(rules);
        check.samePictures(all);
        check.sameDrives(all);
        check.sameScenes(all);
        if (rules.alikeBits() >= 0) {
            check.alike(all);
        }
        return new LeakReport(check.counts, check.pairs);
    }

    private void samePictures(List<Sided> all) {
        Map<Sha256, List<Integer>> byContent = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            List<Integer> same =
                    byContent.computeIfAbsent(
                            all.get(i).sample().sha256(), key -> new ArrayList<>());
            for (int other : same) {
                if (differ(all, other, i)) {
                    tell(Leak.Kind.SAME_PICTURE, all, other, i, "the same bytes");
                }
            }
            same.add(i);
        }
    }

    private void sameDrives(List<Sided> all) {
        Map<String, List<Integer>> drives = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            drives.computeIfAbsent(all.get(i).sample().drive(), key -> new ArrayList<>()).add(i);
        }
        drives.forEach((drive, members) -> {
            Duration apart = rules.apartInDrive();
            if (apart == null
                    || members.stream().anyMatch(i -> all.get(i).sample().time() == null)) {
                wholeDrive(all, drive, members);
            } else {
                members.sort(Comparator.comparing(i -> time(all.get(i).sample())));
                for (int k = 1; k < members.size(); k++) {
                    int before = members.get(k - 1);
                    int after = members.get(k);
                    Duration between =
                            Duration.between(
                                    time(all.get(before).sample()), time(all.get(after).sample()));
                    if (differ(all, before, after) && between.compareTo(apart) < 0) {
                        tell(
                                Leak.Kind.SAME_DRIVE,
                                all,
                                before,
                                after,
                                "drive %s, %.1f s apart"
                                        .formatted(drive, between.toMillis() / 1e3));
                    }
                }
            }
        });
    }

    /// A pair for each two sides that a drive is on: its frames all leak alike.
    private void wholeDrive(List<Sided> all, String drive, List<Integer> members) {
        Map<String, Integer> sides = new TreeMap<>();
        for (int member : members) {
            String side = all.get(member).side();
            if (sides.putIfAbsent(side, member) == null) {
                sides.forEach((other, first) -> {
                    if (!other.equals(side)) {
                        tell(Leak.Kind.SAME_DRIVE, all, first, member, "drive " + drive);
                    }
                });
            }
        }
    }

    private void sameScenes(List<Sided> all) {
        double metres = Math.max(1, rules.nearMetres());
        // A whole number of cells around the earth, so that its 180th meridian parts no neighbours.
        long columns = Math.max(1, (long) (EQUATOR_METRES / metres));
        long millis = Math.max(1, rules.nearTime().toMillis());
        Map<Cell, List<Integer>> cells = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            DatasetSample sample = all.get(i).sample();
            GeoPoint place = sample.place();
            Instant time = sample.time();
            if (place == null || time == null) {
                continue;
            }
            double north = Math.toRadians(place.latitude()) * EARTH_METRES;
            long east = (long) Math.floor((place.longitude() / 360 + 0.5) * columns);
            Cell cell =
                    new Cell(
                            (long) Math.floor(north / metres),
                            Math.floorMod(east, columns),
                            Math.floorDiv(time.toEpochMilli(), millis));
            for (Cell near : around(cell, reach(place), columns)) {
                for (int other : cells.getOrDefault(near, List.of())) {
                    compareScenes(all, other, i);
                }
            }
            cells.computeIfAbsent(cell, key -> new ArrayList<>()).add(i);
        }
    }

    /// How many cells to the side a neighbour may be: cells are as wide as at the equator, and
    /// towards the poles a degree of longitude is less.
    private static int reach(GeoPoint place) {
        double narrowest = Math.cos(Math.toRadians(Math.min(89, Math.abs(place.latitude()) + 0.1)));
        return (int) Math.ceil(1 / narrowest);
    }

    private static List<Cell> around(Cell cell, int reach, long columns) {
        List<Cell> cells = new ArrayList<>();
        for (int n = -1; n <= 1; n++) {
            for (int e = -reach; e <= reach; e++) {
                for (int t = -1; t <= 1; t++) {
                    long east = Math.floorMod(cell.east() + e, columns);
                    cells.add(new Cell(cell.north() + n, east, cell.time() + t));
                }
            }
        }
        return cells;
    }

    private void compareScenes(List<Sided> all, int a, int b) {
        DatasetSample one = all.get(a).sample();
        DatasetSample other = all.get(b).sample();
        GeoPoint from = one.place();
        GeoPoint to = other.place();
        if (!differ(all, a, b) || one.drive().equals(other.drive()) || from == null || to == null) {
            return;
        }
        double metres = metres(from, to);
        Duration apart = Duration.between(time(one), time(other)).abs();
        if (metres <= rules.nearMetres() && apart.compareTo(rules.nearTime()) <= 0) {
            tell(
                    Leak.Kind.SAME_SCENE,
                    all,
                    a,
                    b,
                    "%.1f m and %.1f s apart".formatted(metres, apart.toMillis() / 1e3));
        }
    }

    private void alike(List<Sided> all) {
        LookIndex index = new LookIndex(rules.alikeBits());
        for (int i = 0; i < all.size(); i++) {
            int current = i;
            long look = Long.parseUnsignedLong(all.get(i).sample().lookHash(), 16);
            index.near(
                    look,
                    other -> {
                        if (differ(all, other, current)) {
                            long bits =
                                    Long.bitCount(
                                            look
                                                    ^ Long.parseUnsignedLong(
                                                            all.get(other).sample().lookHash(),
                                                            16));
                            tell(
                                    Leak.Kind.LOOKS_ALIKE,
                                    all,
                                    other,
                                    current,
                                    bits + " of 64 bits differ");
                        }
                    });
            index.add(look);
        }
    }

    private static boolean differ(List<Sided> all, int a, int b) {
        return !all.get(a).side().equals(all.get(b).side());
    }

    /// A pair is told once, for its first reason; once the list is full, once for each.
    private void tell(Leak.Kind kind, List<Sided> all, int a, int b, String detail) {
        if (pairs.size() < LeakReport.MAX_LISTED && !told.add((long) a << 32 | b)) {
            return;
        }
        counts.merge(kind, 1L, Long::sum);
        if (pairs.size() < LeakReport.MAX_LISTED) {
            pairs.add(new Leak(kind, all.get(a).name(), all.get(b).name(), detail));
        }
    }

    private static Instant time(DatasetSample sample) {
        Instant time = sample.time();
        return time == null ? Instant.EPOCH : time;
    }

    /// The haversine distance.
    private static double metres(GeoPoint a, GeoPoint b) {
        double dLatitude = Math.toRadians(b.latitude() - a.latitude());
        double dLongitude = Math.toRadians(b.longitude() - a.longitude());
        double h =
                Math.pow(Math.sin(dLatitude / 2), 2)
                        + Math.cos(Math.toRadians(a.latitude()))
                                * Math.cos(Math.toRadians(b.latitude()))
                                * Math.pow(Math.sin(dLongitude / 2), 2);
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
