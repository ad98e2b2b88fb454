package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text with a delimiter, by the rules of the ItemReader page: each row an object of strings, cut
/// or filled up to the header. Fields in double quotes may hold delimiters and newlines; a doubled
/// quote is one; a backslash escapes quotes, delimiters and itself, and vanishes before all else.
final class Csv {

    /// AWS's bound on the header.
    private static final int LONGEST_HEADER = 10 << 10;

    private final Reader text;
    private final char delimiter;
    private int read;

    private Csv(Reader text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    static boolean read(S3Object object, ReaderConfig config, ItemSink sink) throws IOException {
        try (ItemStream stream = object.open();
                Reader text =
                        new BufferedReader(
                                new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16)) {
            Csv rows = new Csv(text, config.delimiter());
            List<String> header = config.headers();
            if (header == null) {
                header = rows.next();
                if (rows.read > LONGEST_HEADER) {
                    throw new IOException(
                            "its header has %,d characters, the most are %,d"
                                    .formatted(rows.read, LONGEST_HEADER));
                }
            }
            for (List<String> row = rows.next(); header != null && row != null; row = rows.next()) {
                if (!sink.take(item(header, row), object.source())) {
                    return false;
                }
                stream.item();
            }
            return true;
        }
    }

    private static ObjectNode item(List<String> header, List<String> row) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < header.size(); i++) {
            item.put(header.get(i), i < row.size() ? row.get(i) : "");
        }
        return item;
    }

    /// The next row that is not empty; null at the end.
    private @Nullable List<String> next() throws IOException {
        while (true) {
            read = 0;
            List<String> row = new ArrayList<>();
            boolean more = row(row);
            boolean empty = row.size() == 1 && row.getFirst().isEmpty();
            if (!empty) {
                return row;
            }
            if (!more) {
                return null;
            }
        }
    }

    /// @return whether the row ended with a newline, so that another may follow
    private boolean row(List<String> row) throws IOException {
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        while (true) {
            int c = character();
            if (c < 0) {
                row.add(field.toString());
                return false;
            } else if (c == '\\') {
                field.append(escaped());
            } else if (c == '"') {
                if (peek() == '"' && (quoted || !field.isEmpty())) {
                    field.append('"');
                    character();
                } else if (quoted || field.isEmpty()) {
                    quoted = !quoted;
                } else {
                    field.append('"');
                }
            } else if (quoted) {
                field.append((char) c);
            } else if (c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                row.add(field.toString());
                return true;
            } else if (c != '\r' || peek() != '\n') {
                field.append((char) c);
            }
        }
    }

    private String escaped() throws IOException {
        int next = peek();
        if (next == '\\' || next == '"' || next == delimiter) {
            return String.valueOf((char) character());
        }
        return "";
    }

    private int character() throws IOException {
        read++;
        return text.read();
    }

    private int peek() throws IOException {
        text.mark(1);
        int next = text.read();
        text.reset();
        return next;
    }
}
