package dev.roadloop.freeze.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.SegmentationJson;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the ground truth of a generated drive, `<drive>.truth.json`, and the frames of its camera
/// out of the recording beside it, the same number of both in the same order. Boxes are those
/// around the visible pixels; what shows fewer than [#MIN_PIXELS] pixels, or less than
/// [#MIN_VISIBILITY] of itself, becomes a region that is not to be judged. Areas are read as they
/// are. The scenario's name is a tag.
final class SimdriveLabels {
    static final int MIN_PIXELS = 20;
    static final double MIN_VISIBILITY = 0.2;

    private static final int MAX_FRAMES = 1_000_000;
    private static final int MAX_OBJECTS = 10_000;
    private static final int NANOS = 1_000_000_000;

    private final Path truth;
    private final String source;
    private final Path frames;
    private final Predicate<Path> absent;
    private final Faults faults;

    /// A frame of the truth.
    private record Frame(long stamp, List<SourceLabel> labels, List<SourceArea> areas) {}

    /// An object of a frame.
    private record Seen(
            @Nullable String label, double[] edges, boolean usable, long pixels, double visible) {}

    /// @param frames a folder to unpack frames to; made if absent
    /// @param absent whether a picture is as good as there; a recording whose first frame is so is
    ///   not needed
    SimdriveLabels(Path truth, String source, Path frames, Predicate<Path> absent, Faults faults) {
        this.truth = truth;
        this.source = source;
        this.frames = frames;
        this.absent = absent;
        this.faults = faults;
    }

    LabelSource read() throws IOException {
        List<Frame> described = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        try (JsonParser json =
                Json.jackson().getFactory().createParser(Files.newInputStream(truth))) {
            if (document(json, described, tags) && json.nextToken() != null) {
                malformed("expected one document, found more behind it");
            }
        } catch (JsonProcessingException e) {
            malformed("expected JSON: " + e.getOriginalMessage());
        }
        Path recording = CameraFrames.recordingBeside(truth, source, absent);
        List<Path> known = CameraFrames.among(absent, recording);
        boolean needed = known.isEmpty() || known.size() != described.size();
        List<Path> pictures =
                needed && Files.exists(recording) ? CameraFrames.unpack(recording, frames) : known;
        if (pictures.size() != described.size()) {
            malformed(
                    "expected as many frames as the recording has, %d, found %d"
                            .formatted(pictures.size(), described.size()));
            return new LabelSource(source, LabelFormat.SIMDRIVE, List.of(), List.of(), List.of());
        }
        TreeSet<String> classes = new TreeSet<>();
        TreeSet<String> areas = new TreeSet<>();
        List<LabelledPicture> labelled = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Frame frame = described.get(i);
            frame.labels().forEach(label -> classes.add(label.className()));
            frame.areas().forEach(area -> areas.add(area.name()));
            labelled.add(
                    new LabelledPicture(
                            pictures.get(i).getFileName().toString(),
                            pictures.get(i),
                            CameraFrames.frame(recording, i),
                            0,
                            0,
                            source,
                            Instant.ofEpochSecond(
                                    Math.floorDiv(frame.stamp(), NANOS),
                                    Math.floorMod(frame.stamp(), NANOS)),
                            null,
                            tags,
                            frame.labels(),
                            frame.areas()));
        }
        return new LabelSource(
                source, LabelFormat.SIMDRIVE, List.copyOf(classes), List.copyOf(areas), labelled);
    }

    /// @return whether it was read to its end
    private boolean document(JsonParser json, List<Frame> described, List<String> tags)
            throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            malformed("expected an object with the frames of a drive");
            return false;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("scenario") && json.currentToken() == JsonToken.VALUE_STRING) {
                tags.add(json.getText());
            } else if (name.equals("frames") && json.isExpectedStartArrayToken()) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (!json.isExpectedStartObjectToken() || described.size() == MAX_FRAMES) {
                        malformed("expected objects in frames, at most " + MAX_FRAMES);
                        return false;
                    }
                    described.add(frame(json, described.size()));
                }
            } else {
                json.skipChildren();
            }
        }
        return true;
    }

    private Frame frame(JsonParser json, int index) throws IOException {
        String where = truth.getFileName() + ": frames[" + index + "]";
        Long stamp = null;
        List<SourceLabel> labels = new ArrayList<>();
        List<SourceArea> areas = new ArrayList<>();
        boolean told = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("stampNs") && json.currentToken() == JsonToken.VALUE_STRING) {
                try {
                    stamp = Long.parseLong(json.getText());
                } catch (NumberFormatException e) {
                    // Told below, as if it were absent.
                    stamp = null;
                }
            } else if (name.equals("objects") && json.isExpectedStartArrayToken()) {
                told = true;
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    if (json.isExpectedStartObjectToken() && i < MAX_OBJECTS) {
                        add(labels, where + ".objects[" + i + "]", seen(json));
                    } else {
                        faults.add(
                                FaultCode.FIELD_INVALID,
                                where,
                                "expected up to " + MAX_OBJECTS + " objects");
                        json.skipChildren();
                    }
                }
            } else if (name.equals("areas") && json.isExpectedStartArrayToken()) {
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    SourceArea area = area(json, where + ".areas[" + i + "]");
                    if (area != null && i < MAX_OBJECTS) {
                        areas.add(area);
                    }
                }
            } else {
                json.skipChildren();
            }
        }
        if (!told) {
            faults.add(FaultCode.FIELD_INVALID, where, "objects: expected an array, maybe empty");
        }
        if (stamp == null) {
            faults.add(FaultCode.FIELD_INVALID, where, "stampNs: expected nanoseconds as a string");
            return new Frame(0, labels, areas);
        }
        return new Frame(stamp, labels, areas);
    }

    private @Nullable SourceArea area(JsonParser json, String where) throws IOException {
        String kind = null;
        Segmentation mask = null;
        String found = "none";
        boolean open = json.isExpectedStartObjectToken();
        if (!open) {
            json.skipChildren();
        }
        while (open && json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("class") && value == JsonToken.VALUE_STRING) {
                kind = json.getText();
            } else if (name.equals("segmentation")) {
                try {
                    mask = SegmentationJson.read(json);
                } catch (IllegalArgumentException e) {
                    found = String.valueOf(e.getMessage());
                }
            } else {
                json.skipChildren();
            }
        }
        if (kind == null || mask == null) {
            faults.add(
                    FaultCode.AREA_INVALID,
                    where,
                    "expected a class and a segmentation, found " + found);
            return null;
        }
        return new SourceArea(where, kind, mask, false);
    }

    private static Seen seen(JsonParser json) throws IOException {
        String label = null;
        double[] edges = new double[4];
        boolean usable = false;
        long pixels = -1;
        double visible = 1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("class") && value == JsonToken.VALUE_STRING) {
                label = json.getText();
            } else if (name.equals("pixels") && value == JsonToken.VALUE_NUMBER_INT) {
                pixels = json.getLongValue();
            } else if (name.equals("visibility")) {
                visible = value.isNumeric() ? json.getDoubleValue() : Double.NaN;
                json.skipChildren();
            } else if (name.equals("visible") && json.isExpectedStartArrayToken()) {
                int count = 0;
                usable = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (json.currentToken().isNumeric() && count < edges.length) {
                        edges[count] = json.getDoubleValue();
                    } else {
                        usable = false;
                        json.skipChildren();
                    }
                    count++;
                }
                usable &= count == edges.length;
            } else {
                json.skipChildren();
            }
        }
        usable &= pixels >= 0 && visible >= 0;
        return new Seen(label, edges, usable, pixels, visible);
    }

    private void add(List<SourceLabel> labels, String where, Seen seen) {
        String label = seen.label();
        if (label == null || !seen.usable()) {
            faults.add(
                    FaultCode.FIELD_INVALID,
                    where,
                    "expected a class, a count of pixels, and four numbers in visible: left, top,"
                            + " right, bottom");
            return;
        }
        double[] e = seen.edges();
        labels.add(
                new SourceLabel(
                        where,
                        label,
                        e[0],
                        e[1],
                        e[2] - e[0],
                        e[3] - e[1],
                        seen.pixels() < MIN_PIXELS || seen.visible() < MIN_VISIBILITY));
    }

    private void malformed(String message) {
        faults.add(FaultCode.FILE_MALFORMED, truth.toString(), message);
    }
}
