package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON-LD that describes a version and its records.
final class CroissantDocument {
    private static final String RECORDS = "samples.jsonl";

    private CroissantDocument() {}

    static Map<String, Object> of(DatasetManifest manifest, long bytes, Sha256 records) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("@context", context());
        document.put("@type", "sc:Dataset");
        document.put("conformsTo", "http://mlcommons.org/croissant/1.1");
        document.put("name", manifest.name().value());
        document.put(
                "description",
                "%d labelled pictures of %d classes%s%s."
                        .formatted(
                                manifest.samples().size(),
                                manifest.classes().size(),
                                manifest.areas().isEmpty()
                                        ? ""
                                        : " and areas: " + String.join(", ", manifest.areas()),
                                manifest.golden() ? "; a golden set, not to be trained on" : ""));
        document.put("version", manifest.version().hex());
        document.put("distribution", List.of(recordFile(bytes, records), pictures()));
        document.put("recordSet", List.of(splits(manifest), samples(manifest)));
        return document;
    }

    /// The context that the specification's section "Appendix 1" prescribes.
    private static Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("@language", "en");
        context.put("@vocab", "https://schema.org/");
        context.put("sc", "https://schema.org/");
        context.put("cr", "http://mlcommons.org/croissant/");
        context.put("rai", "http://mlcommons.org/croissant/RAI/");
        context.put("dct", "http://purl.org/dc/terms/");
        context.put("citeAs", "cr:citeAs");
        context.put("column", "cr:column");
        context.put("conformsTo", "dct:conformsTo");
        context.put("data", typed("cr:data", "@json"));
        context.put("dataType", typed("cr:dataType", "@vocab"));
        context.put("examples", typed("cr:examples", "@json"));
        for (String term :
                List.of(
                        "arrayShape",
                        "containedIn",
                        "equivalentProperty",
                        "excludes",
                        "extract",
                        "field",
                        "fileProperty",
                        "fileObject",
                        "fileSet",
                        "format",
                        "includes",
                        "isArray",
                        "isLiveDataset",
                        "jsonPath",
                        "key",
                        "md5",
                        "parentField",
                        "path",
                        "recordSet",
                        "references",
                        "regex",
                        "repeated",
                        "replace",
                        "samplingRate",
                        "separator",
                        "source",
                        "subField",
                        "transform")) {
            context.put(term, "cr:" + term);
        }
        return context;
    }

    private static Map<String, Object> typed(String id, String type) {
        Map<String, Object> term = new LinkedHashMap<>();
        term.put("@id", id);
        term.put("@type", type);
        return term;
    }

    private static Map<String, Object> recordFile(long bytes, Sha256 digest) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("@type", "cr:FileObject");
        file.put("@id", RECORDS);
        file.put("name", RECORDS);
        file.put("contentUrl", RECORDS);
        file.put("contentSize", bytes + " B");
        file.put("encodingFormat", "application/jsonlines");
        file.put("sha256", digest.hex());
        return file;
    }

    private static Map<String, Object> pictures() {
        Map<String, Object> files = new LinkedHashMap<>();
        files.put("@type", "cr:FileSet");
        files.put("@id", "pictures");
        files.put("name", "pictures");
        files.put("encodingFormat", List.of("image/jpeg", "image/png"));
        files.put("includes", "images/**");
        return files;
    }

    private static Map<String, Object> splits(DatasetManifest manifest) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (DatasetSplit split : manifest.counts().keySet()) {
            data.add(Map.of("splits/name", split.label()));
        }
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("@type", "cr:Field");
        name.put("@id", "splits/name");
        name.put("dataType", "sc:Text");
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("@type", "cr:RecordSet");
        set.put("@id", "splits");
        set.put("name", "splits");
        set.put("dataType", "cr:Split");
        set.put("key", Map.of("@id", "splits/name"));
        set.put("field", List.of(name));
        set.put("data", data);
        return set;
    }

    private static Map<String, Object> samples(DatasetManifest manifest) {
        List<Map<String, Object>> fields = new ArrayList<>();
        fields.add(field("path", "sc:Text"));
        fields.add(field("sha256", "sc:Text"));
        Map<String, Object> split = field("split", "sc:Text");
        split.put("references", Map.of("field", Map.of("@id", "splits/name")));
        fields.add(split);
        fields.add(field("drive", "sc:Text"));
        fields.add(field("width", "sc:Integer"));
        fields.add(field("height", "sc:Integer"));
        fields.add(array(field("classes", "sc:Text"), "-1"));
        // Not cr:BoundingBox: mlcroissant 1.1 reads that as one box.
        fields.add(array(field("boxes", "sc:Float"), "-1,4"));
        fields.add(array(field("crowds", "sc:Boolean"), "-1"));
        if (!manifest.areas().isEmpty()) {
            fields.addAll(areas());
        }
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("@type", "cr:RecordSet");
        set.put("@id", "samples");
        set.put("name", "samples");
        set.put("key", Map.of("@id", "samples/path"));
        set.put("field", fields);
        return set;
    }

    private static List<Map<String, Object>> areas() {
        List<Map<String, Object>> fields = new ArrayList<>();
        fields.add(
                described(
                        array(field("areas", "sc:Text"), "-1"),
                        "areas of which it is known where they are; of others nothing is known"));
        fields.add(
                described(
                        array(field("areaInside", "sc:Text"), "-1"),
                        "for each of areas the pixels that belong to it, as COCO's run lengths in"
                                + " their text form over height and width"));
        fields.add(
                described(
                        array(field("areaIgnored", "sc:Text"), "-1"),
                        "for each of areas the pixels that are not to be judged, likewise"));
        return fields;
    }

    private static Map<String, Object> described(Map<String, Object> field, String text) {
        field.put("description", text);
        return field;
    }

    private static Map<String, Object> field(String name, String type) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("fileObject", Map.of("@id", RECORDS));
        source.put("extract", Map.of("column", name));
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("@type", "cr:Field");
        field.put("@id", "samples/" + name);
        field.put("name", name);
        field.put("dataType", type);
        field.put("source", source);
        return field;
    }

    private static Map<String, Object> array(Map<String, Object> field, String shape) {
        field.put("isArray", true);
        field.put("arrayShape", shape);
        return field;
    }
}
