package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// CSV (RFC 4180) as a Distributed Map reads it: each row an object of strings.
final class Csv {

    private static final Map<String, Character> DELIMITERS =
            Map.of("COMMA", ',', "PIPE", '|', "SEMICOLON", ';', "SPACE", ' ', "TAB", '\t');

    private Csv() {}

    static void read(String body, JsonNode config, Consumer<JsonNode> item) {
        char delimiter = DELIMITERS.getOrDefault(config.path("CSVDelimiter").asText("COMMA"), ',');
        List<List<String>> rows = rows(body, delimiter);
        List<String> header = new ArrayList<>();
        int first = 0;
        if (config.path("CSVHeaderLocation").asText("").equals("GIVEN")) {
            config.path("CSVHeaders").forEach(name -> header.add(name.asText()));
        } else if (!rows.isEmpty()) {
            header.addAll(rows.getFirst());
            first = 1;
        }
        for (List<String> row : rows.subList(first, rows.size())) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < header.size(); i++) {
                object.put(header.get(i), i < row.size() ? row.get(i) : "");
            }
            item.accept(object);
        }
    }

    private static List<List<String>> rows(String body, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < body.length() && body.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                rows.add(row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (!field.isEmpty() || !row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        rows.removeIf(line -> line.size() == 1 && line.getFirst().isEmpty());
        return rows;
    }
}
