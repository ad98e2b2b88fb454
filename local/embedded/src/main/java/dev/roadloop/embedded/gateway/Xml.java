package dev.roadloop.embedded.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/// Writes documents as the XML of AWS's query protocol.
final class Xml {

    private Xml() {}

    static String escape(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                default -> result.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return result.toString();
    }

    /// Fields as elements; a list as `<member>` elements.
    static String of(JsonNode node) {
        StringBuilder result = new StringBuilder();
        write(node, result);
        return result.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            node.properties().forEach(field -> element(field.getKey(), field.getValue(), out));
        } else if (node.isArray()) {
            node.forEach(each -> element("member", each, out));
        } else {
            out.append(escape(node.asText()));
        }
    }

    private static void element(String name, JsonNode value, StringBuilder out) {
        out.append('<').append(name).append('>');
        write(value, out);
        out.append("</").append(name).append('>');
    }
}
