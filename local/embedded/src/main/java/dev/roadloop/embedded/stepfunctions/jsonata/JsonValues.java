package dev.roadloop.embedded.stepfunctions.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between Jackson's tree and the maps, lists and numbers that the JSONata library works on.
public final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Whole numbers up to here print without exponent or fraction, as in JavaScript's safe range.
    private static final double SAFE_INTEGER = 9_007_199_254_740_992d;

    private JsonValues() {}

    /// `node` as the library's own value; JSON null becomes the library's null, which differs from
    /// undefined.
    public static Object toJava(JsonNode node) {
        Object value = inside(node);
        return value == null ? Jsonata.NULL_VALUE : value;
    }

    private static @Nullable Object inside(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case NUMBER -> node.numberValue();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                for (JsonNode element : node) {
                    list.add(inside(element));
                }
                yield list;
            }
            case OBJECT -> {
                Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(node.size());
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    map.put(field.getKey(), inside(field.getValue()));
                }
                yield map;
            }
            case BINARY, POJO -> node.asText();
        };
    }

    /// A result of the library as JSON.
    ///
    /// @throws EvaluationException if a function or a regular expression is in it, which JSON
    ///   cannot say
    static JsonNode toJson(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean b -> NODES.booleanNode(b);
            case String s -> NODES.textNode(s);
            case Integer i -> NODES.numberNode(i);
            case Long l -> l == l.intValue() ? NODES.numberNode(l.intValue()) : NODES.numberNode(l);
            case BigInteger big -> NODES.numberNode(big);
            case BigDecimal big -> NODES.numberNode(big);
            case Number number -> number(number.doubleValue());
            case List<?> list -> {
                if (list.size() > AslFunctions.LARGEST_SEQUENCE) {
                    throw new EvaluationException(
                            " threw an error during evaluation: Expression evaluation memory "
                                    + "limit exceeded: Check for excessive memory usage");
                }
                ArrayNode array = NODES.arrayNode(list.size());
                for (Object element : list) {
                    array.add(toJson(element));
                }
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    object.set(String.valueOf(entry.getKey()), toJson(entry.getValue()));
                }
                yield object;
            }
            default -> {
                if (value == Jsonata.NULL_VALUE) {
                    yield NODES.nullNode();
                }
                throw new EvaluationException(" returned an unsupported result type.");
            }
        };
    }

    private static JsonNode number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < SAFE_INTEGER) {
            return toJson((long) value);
        }
        return NODES.numberNode(value);
    }
}
