package dev.roadloop.convert.clip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// What is in a shard, read by Commons Compress.
final class ShardContent {

    private ShardContent() {}

    static Map<String, byte[]> members(byte[] tar) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry();
                    entry != null;
                    entry = in.getNextEntry()) {
                members.put(entry.getName(), in.readAllBytes());
            }
        }
        return members;
    }

    static JsonNode json(Map<String, byte[]> members, String name) {
        byte[] content = members.get(name);
        assertThat(content).as(name + " of " + members.keySet()).isNotNull();
        return Json.read(content, JsonNode.class, name);
    }
}
