package dev.roadloop.embedded.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evaluates CloudFormation's intrinsic functions within one stack.
///
/// Source: AWS CloudFormation template reference, "Intrinsic function reference". A function that
/// is not known is an error: a value that silently stays a JSON object would become a wrong name or
/// permission.
final class Intrinsics {

    /// What other resources and stacks say of themselves.
    interface References {
        String ref(StackTemplate stack, String logicalId);

        String attribute(StackTemplate stack, String logicalId, String attribute);

        JsonNode export(String name);
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");
    private static final int MAX_DEPTH = 200;

    private final TemplateSettings aws;
    private final StackTemplate stack;
    private final References references;

    Intrinsics(TemplateSettings aws, StackTemplate stack, References references) {
        this.aws = aws;
        this.stack = stack;
        this.references = references;
    }

    /// The value of `node`; a missing node for `AWS::NoValue`.
    JsonNode evaluate(JsonNode node, String where) {
        return evaluate(node, where, 0);
    }

    /// The value of `node` as text.
    String text(JsonNode node, String where) {
        JsonNode value = evaluate(node, where);
        if (!value.isValueNode() || value.isNull()) {
            throw fault(where, "expected text, found " + value);
        }
        return value.asText();
    }

    /// Whether the template's condition `name` holds.
    boolean condition(String name, String where) {
        JsonNode definition = stack.json().path("Conditions").path(name);
        if (definition.isMissingNode()) {
            throw fault(where, "condition " + name + " is not defined");
        }
        return truth(evaluate(definition, "Conditions." + name), where);
    }

    private JsonNode evaluate(JsonNode node, String where, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault(where, "more than " + MAX_DEPTH + " levels of nesting");
        }
        if (node.isArray()) {
            ArrayNode result = JSON.arrayNode();
            for (int i = 0; i < node.size(); i++) {
                JsonNode value = evaluate(node.get(i), where + "[" + i + "]", depth + 1);
                if (!value.isMissingNode()) {
                    result.add(value);
                }
            }
            return result;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            String name = only.getKey();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return function(name, only.getValue(), where + "." + name, depth + 1);
            }
            if (name.equals("Condition")
                    && only.getValue().isTextual()
                    && where.contains("Conditions.")) {
                return BooleanNode.valueOf(condition(only.getValue().asText(), where));
            }
        }
        ObjectNode result = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = evaluate(field.getValue(), where + "." + field.getKey(), depth + 1);
            if (!value.isMissingNode()) {
                result.set(field.getKey(), value);
            }
        }
        return result;
    }

    private JsonNode function(String name, JsonNode argument, String where, int depth) {
        if (name.equals("Fn::If")) {
            boolean holds = condition(argument.path(0).asText(), where);
            return evaluate(argument.path(holds ? 1 : 2), where, depth);
        }
        if (name.equals("Fn::Sub")) {
            return sub(argument, where, depth);
        }
        JsonNode value = evaluate(argument, where, depth);
        return switch (name) {
            case "Ref" -> ref(value.asText(), where);
            case "Fn::GetAtt" -> getAtt(value, where);
            case "Fn::Join" ->
                    TextNode.valueOf(
                            String.join(value.path(0).asText(), texts(value.path(1), where)));
            case "Fn::Select" -> select(value, where);
            case "Fn::Split" -> split(value);
            case "Fn::FindInMap" -> findInMap(value, where);
            case "Fn::ImportValue" -> references.export(value.asText());
            case "Fn::GetAZs" ->
                    availabilityZones(value.asText().isEmpty() ? aws.region() : value.asText());
            case "Fn::Base64" ->
                    TextNode.valueOf(
                            Base64.getEncoder()
                                    .encodeToString(
                                            value.asText().getBytes(StandardCharsets.UTF_8)));
            case "Fn::ToJsonString" -> TextNode.valueOf(value.toString());
            case "Fn::Length" -> JSON.numberNode(value.size());
            case "Fn::Equals" ->
                    BooleanNode.valueOf(value.path(0).asText().equals(value.path(1).asText()));
            case "Fn::Not" -> BooleanNode.valueOf(!truth(value.path(0), where));
            case "Fn::And" ->
                    BooleanNode.valueOf(value.valueStream().allMatch(each -> truth(each, where)));
            case "Fn::Or" ->
                    BooleanNode.valueOf(value.valueStream().anyMatch(each -> truth(each, where)));
            default -> throw fault(where, "the intrinsic function " + name + " is not known here");
        };
    }

    private JsonNode ref(String name, String where) {
        return switch (name) {
            case "AWS::AccountId" -> TextNode.valueOf(aws.account());
            case "AWS::Region" -> TextNode.valueOf(aws.region());
            case "AWS::Partition" -> TextNode.valueOf("aws");
            case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
            case "AWS::StackName" -> TextNode.valueOf(stack.name());
            case "AWS::StackId" -> TextNode.valueOf(stack.id(aws));
            case "AWS::NotificationARNs" -> JSON.arrayNode();
            case "AWS::NoValue" -> MissingNode.getInstance();
            default -> {
                if (!stack.parameter(name).isMissingNode()) {
                    yield parameter(name, where);
                }
                if (stack.resource(name).isMissingNode()) {
                    throw fault(
                            where,
                            "Ref names " + name + ", which is neither a parameter nor a resource");
                }
                yield TextNode.valueOf(references.ref(stack, name));
            }
        };
    }

    private JsonNode parameter(String name, String where) {
        JsonNode declaration = stack.parameter(name);
        String given = aws.parameters().get(name);
        String value = given != null ? given : declaration.path("Default").asText(null);
        if (value == null) {
            throw fault(where, "parameter " + name + " has no default; give it a value");
        }
        String type = declaration.path("Type").asText("String");
        if (type.startsWith("List<") || type.equals("CommaDelimitedList")) {
            ArrayNode list = JSON.arrayNode();
            List.of(value.split("\\s*,\\s*")).forEach(list::add);
            return list;
        }
        return TextNode.valueOf(value);
    }

    private JsonNode getAtt(JsonNode argument, String where) {
        String text = argument.asText();
        int dot = text.indexOf('.');
        String logicalId =
                argument.isArray()
                        ? argument.path(0).asText()
                        : dot < 0 ? text : text.substring(0, dot);
        String attribute =
                argument.isArray()
                        ? argument.path(1).asText()
                        : dot < 0 ? "" : text.substring(dot + 1);
        if (stack.resource(logicalId).isMissingNode()) {
            throw fault(
                    where, "Fn::GetAtt names " + logicalId + ", which is no resource of the stack");
        }
        return TextNode.valueOf(references.attribute(stack, logicalId, attribute));
    }

    private JsonNode sub(JsonNode argument, String where, int depth) {
        String template = argument.isArray() ? argument.path(0).asText() : argument.asText();
        JsonNode own =
                argument.isArray() ? evaluate(argument.path(1), where, depth) : JSON.objectNode();
        StringBuilder result = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(template);
        while (matcher.find()) {
            String variable = matcher.group(2).trim();
            String value;
            if (!matcher.group(1).isEmpty()) {
                value = "${" + matcher.group(2) + "}";
            } else if (own.has(variable)) {
                value = own.get(variable).asText();
            } else if (variable.contains(".")) {
                value = getAtt(TextNode.valueOf(variable), where).asText();
            } else {
                value = ref(variable, where).asText();
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return TextNode.valueOf(matcher.appendTail(result).toString());
    }

    private JsonNode select(JsonNode argument, String where) {
        JsonNode list = argument.path(1);
        int index = argument.path(0).asInt(-1);
        if (index < 0 || index >= list.size()) {
            throw fault(
                    where, "index " + argument.path(0) + " is outside a list of " + list.size());
        }
        return list.get(index);
    }

    private static JsonNode split(JsonNode argument) {
        ArrayNode parts = JSON.arrayNode();
        for (String part :
                argument.path(1).asText().split(Pattern.quote(argument.path(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode findInMap(JsonNode argument, String where) {
        JsonNode found =
                stack.json()
                        .path("Mappings")
                        .path(argument.path(0).asText())
                        .path(argument.path(1).asText())
                        .path(argument.path(2).asText());
        if (!found.isMissingNode()) {
            return found;
        }
        JsonNode fallback = argument.path(3).path("DefaultValue");
        if (fallback.isMissingNode()) {
            throw fault(where, "no mapping " + argument);
        }
        return fallback;
    }

    private static JsonNode availabilityZones(String region) {
        return JSON.arrayNode().add(region + "a").add(region + "b").add(region + "c");
    }

    private List<String> texts(JsonNode list, String where) {
        if (!list.isArray()) {
            throw fault(where, "expected a list, found " + list);
        }
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private boolean truth(JsonNode value, String where) {
        return switch (value.asText()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault(where, "expected a condition, found " + value);
        };
    }

    private TemplateException fault(String where, String problem) {
        return new TemplateException("stack " + stack.name() + ", " + where + ": " + problem);
    }
}
