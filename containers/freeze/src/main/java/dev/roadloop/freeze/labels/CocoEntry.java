package dev.roadloop.freeze.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.roadloop.contracts.SegmentationJson;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One entry of a COCO file: the few fields that count, the others passed over without being kept.
final class CocoEntry {
    private static final int MAX_SIDE = 1 << 17;
    private static final int MAX_TAGS = 32;
    private static final Set<String> FIELDS =
            Set.of(
                    "id",
                    "name",
                    "file_name",
                    "width",
                    "height",
                    "drive",
                    "date_captured",
                    "latitude",
                    "longitude",
                    "image_id",
                    "category_id",
                    "iscrowd");

    private final String where;
    private final Faults faults;
    private final Map<String, Object> values = new HashMap<>();
    private double @Nullable [] box;
    private boolean boxed;
    private List<String> tags = List.of();
    private @Nullable Segmentation mask;
    private String maskFault = "found none";

    private CocoEntry(String where, Faults faults) {
        this.where = where;
        this.faults = faults;
    }

    /// Reads from behind an entry's opening brace to its closing one.
    ///
    /// @param masks whether masks count
    static CocoEntry read(JsonParser json, String where, Faults faults, boolean masks)
            throws IOException {
        CocoEntry entry = new CocoEntry(where, faults);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("bbox")) {
                entry.boxed = true;
                entry.box = numbers(json);
            } else if (masks && name.equals("segmentation")) {
                entry.keepMask(json);
            } else if (name.equals("tags") && json.isExpectedStartArrayToken()) {
                entry.tags = strings(json);
            } else if (FIELDS.contains(name)) {
                entry.keep(name, json);
            } else {
                json.skipChildren();
            }
        }
        return entry;
    }

    private void keepMask(JsonParser json) throws IOException {
        try {
            mask = SegmentationJson.read(json);
        } catch (IllegalArgumentException e) {
            maskFault = String.valueOf(e.getMessage());
        }
    }

    private void keep(String name, JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case VALUE_STRING -> values.put(name, json.getText());
            case VALUE_NUMBER_INT -> {
                try {
                    values.put(name, json.getLongValue());
                } catch (StreamReadException e) {
                    values.put(name, "a number of more than 64 bits");
                }
            }
            case VALUE_NUMBER_FLOAT -> values.put(name, json.getDoubleValue());
            case VALUE_TRUE -> values.put(name, 1L);
            case VALUE_FALSE -> values.put(name, 0L);
            case VALUE_NULL -> {}
            default -> {
                values.put(name, "something else");
                json.skipChildren();
            }
        }
    }

    private static double @Nullable [] numbers(JsonParser json) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            json.skipChildren();
            return null;
        }
        double[] numbers = new double[4];
        int count = 0;
        boolean usable = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken().isNumeric() && count < numbers.length) {
                numbers[count] = json.getDoubleValue();
                usable &= Double.isFinite(numbers[count]);
            } else {
                usable = false;
                json.skipChildren();
            }
            count++;
        }
        return usable && count == numbers.length ? numbers : null;
    }

    private static List<String> strings(JsonParser json) throws IOException {
        List<String> strings = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING && strings.size() < MAX_TAGS) {
                strings.add(json.getText());
            } else {
                json.skipChildren();
            }
        }
        return strings;
    }

    String where() {
        return where;
    }

    void fault(FaultCode code, String message) {
        faults.add(code, where, message);
    }

    @Nullable Long whole(String field) {
        if (values.get(field) instanceof Long number) {
            return number;
        }
        return refused(field, "a whole number");
    }

    @Nullable String text(String field) {
        if (values.get(field) instanceof String text
                && !text.isBlank()
                && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        return refused(field, "a text of one line");
    }

    @Nullable String optionalText(String field) {
        return !values.containsKey(field) ? null : text(field);
    }

    @Nullable Double optionalNumber(String field) {
        return switch (values.get(field)) {
            case null -> null;
            case Double number -> number;
            case Long number -> number.doubleValue();
            default -> refused(field, "a number");
        };
    }

    /// A width or height, 0 where there is none.
    int side(String field) {
        Object value = values.get(field);
        if (value == null) {
            return 0;
        }
        if (value instanceof Long pixels && pixels >= 0 && pixels <= MAX_SIDE) {
            return pixels.intValue();
        }
        refused(field, "0 to " + MAX_SIDE + " pixels");
        return 0;
    }

    boolean flag(String field) {
        Object value = values.get(field);
        if (value instanceof Long number && (number == 0 || number == 1)) {
            return number == 1;
        }
        if (value != null) {
            refused(field, "0 or 1");
        }
        return false;
    }

    List<String> tags() {
        return tags;
    }

    /// The mask, which is a fault if it is none.
    @Nullable Segmentation mask() {
        if (mask == null) {
            fault(FaultCode.AREA_INVALID, "segmentation: " + maskFault);
        }
        return mask;
    }

    /// When it was taken, null where nothing usable says so.
    @Nullable Instant time() {
        String text = optionalText("date_captured");
        if (text == null || text.isBlank()) {
            return null;
        }
        String iso = text.strip().replace(' ', 'T');
        try {
            return Instant.parse(
                    iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d:\\d\\d") ? iso : iso + "Z");
        } catch (DateTimeException e) {
            fault(
                    FaultCode.FIELD_INVALID,
                    "date_captured: expected a time such as 2026-05-01T10:00:00Z, found "
                            + Faults.quoted(text));
            return null;
        }
    }

    /// Where, null where nothing usable says so.
    @Nullable GeoPoint place() {
        Double latitude = optionalNumber("latitude");
        Double longitude = optionalNumber("longitude");
        if (latitude == null || longitude == null) {
            if (values.containsKey("latitude") != values.containsKey("longitude")) {
                fault(FaultCode.FIELD_INVALID, "expected latitude and longitude, found one alone");
            }
            return null;
        }
        try {
            return new GeoPoint(latitude, longitude);
        } catch (IllegalArgumentException e) {
            fault(FaultCode.FIELD_INVALID, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// x, y, width and height; null if that is not what there is.
    double @Nullable [] box() {
        if (box == null) {
            fault(
                    FaultCode.FIELD_INVALID,
                    "bbox: expected four finite numbers [x, y, width, height], found "
                            + (boxed ? "something else" : "none"));
        }
        return box;
    }

    private <T> @Nullable T refused(String field, String expected) {
        Object found = values.get(field);
        fault(
                FaultCode.FIELD_INVALID,
                field
                        + ": expected "
                        + expected
                        + ", found "
                        + (found == null ? "none" : Faults.quoted(found.toString())));
        return null;
    }
}
