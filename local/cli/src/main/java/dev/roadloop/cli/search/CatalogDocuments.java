package dev.roadloop.cli.search;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.progress.LedgerReader;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.search.Field;
import dev.roadloop.search.SearchDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What of a drive can be searched for: its own entry with the names of its topics and the findings
/// of its inspection, and each of its clips.
public final class CatalogDocuments {

    private static final String CLIP = "#";

    /// What is found in a clip without a sensor that its drive has.
    private static final String SENSOR_MISSING = "sensor_missing";

    private static final long NANOS = 1_000_000_000L;

    private final Catalog catalog;
    private final LedgerReader reports;

    /// @param reports of the same platform
    public CatalogDocuments(Catalog catalog, LedgerReader reports) {
        this.catalog = catalog;
        this.reports = reports;
    }

    /// The documents of a drive and its clips.
    List<SearchDocument> of(Entry drive) {
        String id = drive.get("driveId");
        List<Finding> findings =
                reports.inspection(DriveId.parse(id))
                        .map(InspectionReport::findings)
                        .orElse(List.of());
        Map<Field, List<String>> names = new EnumMap<>(Field.class);
        names.put(Field.KIND, List.of("drive"));
        name(names, Field.DRIVE, id);
        name(names, Field.VEHICLE, drive.get("vehicle"));
        name(names, Field.STATUS, drive.get("status"));
        name(names, Field.VERDICT, drive.get("verdict"));
        name(names, Field.PLACE, drive.get("geohash"));
        List<Entry> topics = catalog.topics(id);
        names.put(Field.TOPIC, topics.stream().map(topic -> lower(topic.get("topic"))).toList());
        names.put(
                Field.FINDING,
                Stream.concat(
                                findings.stream().map(Finding::code),
                                Stream.of(drive.get("reason")).filter(why -> !why.isEmpty()))
                        .map(CatalogDocuments::lower)
                        .distinct()
                        .toList());
        StringBuilder text = new StringBuilder(drive.get("text")).append(' ');
        text.append(drive.get("upload")).append(' ').append(drive.get("message"));
        findings.forEach(finding -> text.append(' ').append(finding.message()));
        List<SearchDocument> all = new ArrayList<>();
        all.add(
                new SearchDocument(
                        id, start(drive), place(drive), Map.copyOf(names), text.toString()));
        Map<String, String> topicOfKey = new HashMap<>();
        topics.forEach(topic -> topicOfKey.put(topic.get("topicKey"), topic.get("topic")));
        catalog.clips(id).forEach(clip -> all.add(clip(clip, names, topicOfKey)));
        return all;
    }

    /// A clip is found by the topics that speak in it, not by all of its drive; and by those that
    /// do not, though they should.
    private static SearchDocument clip(
            Entry clip, Map<Field, List<String>> drive, Map<String, String> topicOfKey) {
        Map<Field, List<String>> names = new EnumMap<>(drive);
        names.put(Field.KIND, List.of("clip"));
        names.put(
                Field.TOPIC,
                clip.list("sensorKeys").stream()
                        .map(key -> lower(topicOfKey.getOrDefault(key, key)))
                        .toList());
        List<String> missing =
                clip.list("missingKeys").stream()
                        .map(key -> topicOfKey.getOrDefault(key, key))
                        .toList();
        names.put(Field.FINDING, missing.isEmpty() ? List.of() : List.of(SENSOR_MISSING));
        names.remove(Field.PLACE);
        name(names, Field.PLACE, clip.get("geohash"));
        return new SearchDocument(
                clipId(clip),
                start(clip),
                place(clip),
                Map.copyOf(names),
                missing.isEmpty() ? "clip" : "clip missing " + String.join(" ", missing));
    }

    /// The id of a clip's document.
    static String clipId(Entry clip) {
        return clip.get("driveId") + CLIP + clip.get("clip");
    }

    /// The drive that a document belongs to.
    static String driveOf(String id) {
        return id.contains(CLIP) ? id.substring(0, id.indexOf(CLIP)) : id;
    }

    private static void name(Map<Field, List<String>> names, Field field, String value) {
        if (!value.isEmpty()) {
            names.put(field, List.of(lower(value)));
        }
    }

    /// When a drive or a clip begins.
    public static Instant start(Entry entry) {
        String text = entry.get("startTime");
        return text.matches("-?[0-9]{1,19}")
                ? Instant.ofEpochSecond(0, 0)
                        .plusSeconds(Long.parseLong(text) / NANOS)
                        .plusNanos(Long.parseLong(text) % NANOS)
                : Instant.parse(text);
    }

    private static @Nullable GeoPoint place(Entry entry) {
        return entry.get("latitude").isEmpty() || entry.get("longitude").isEmpty()
                ? null
                : new GeoPoint(
                        Double.parseDouble(entry.get("latitude")),
                        Double.parseDouble(entry.get("longitude")));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
