package dev.roadloop.sensorlog.rosbag2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/// Writes a bag's metadata in version 8, as ROS 2 Iron does and Humble and later read: the content
/// of `metadata.yaml`, and of the `metadata` table of a database.
final class MetadataText {

    static final int VERSION = 8;

    /// One file of the bag.
    record BagFile(String name, BagTally tally) {}

    private MetadataText() {}

    /// The fields alone.
    static String of(Rosbag2WriteOptions options, List<BagFile> files, BagTally all) {
        return dump(fields(options, files, all));
    }

    /// The fields under the name that `metadata.yaml` has them under.
    static String ofDirectory(Rosbag2WriteOptions options, List<BagFile> files, BagTally all) {
        return dump(Map.of(BagMetadata.ROOT, fields(options, files, all)));
    }

    private static Map<String, Object> fields(
            Rosbag2WriteOptions options, List<BagFile> files, BagTally all) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("storage_identifier", options.storage().identifier());
        Map<String, Object> span = all.span();
        fields.put("duration", span.get("duration"));
        fields.put("starting_time", span.get("starting_time"));
        fields.put("message_count", span.get("message_count"));
        fields.put("topics_with_message_count", all.topics());
        fields.put("compression_format", options.packing().format());
        fields.put("compression_mode", options.packing().mode());
        fields.put("relative_file_paths", files.stream().map(BagFile::name).toList());
        List<Map<String, Object>> described = new ArrayList<>();
        for (BagFile file : files) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("path", file.name());
            entry.putAll(file.tally().span());
            described.add(entry);
        }
        fields.put("files", described);
        fields.put("custom_data", Map.of());
        fields.put("ros_distro", "");
        return fields;
    }

    private static String dump(Object document) {
        DumperOptions style = new DumperOptions();
        style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        style.setDereferenceAliases(true);
        return new Yaml(style).dump(document);
    }
}
