package dev.roadloop.embedded.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One resource of a template, its properties resolved.
///
/// @param stack name of its stack
/// @param logicalId key in the template
/// @param type such as `AWS::SQS::Queue`
/// @param ref what `Ref` gives: a name, URL, id or ARN, as AWS defines it for the type
/// @param name physical name, which is the last part of the ARN for most types
/// @param arn the resource's ARN; for a type that has none, one made up from type and name
/// @param constructPath path in the CDK tree, or stack and logical id
/// @param properties with every intrinsic function evaluated; for a resource that is
///   [ResourceCoverage#DECLARED] or [ResourceCoverage#UNSUPPORTED], as they stand in the template.
///   Do not modify
/// @param dependsOn logical ids
public record CloudResource(
        String stack,
        String logicalId,
        String type,
        String ref,
        String name,
        String arn,
        String constructPath,
        ObjectNode properties,
        Set<String> dependsOn) {

    public CloudResource {
        dependsOn = Set.copyOf(dependsOn);
    }

    /// The property at a dotted path of field names; a missing node where it is absent.
    public JsonNode property(String path) {
        JsonNode node = properties;
        for (String field : path.split("\\.")) {
            node = node.path(field);
        }
        return node;
    }

    /// The property at a dotted path as text; numbers and booleans are written out.
    public Optional<String> text(String path) {
        JsonNode node = property(path);
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }

    /// The property at a dotted path as text.
    ///
    /// @throws TemplateException if it is absent
    public String requireText(String path) {
        return text(path)
                .orElseThrow(() ->
                        new TemplateException(
                                this
                                        + ": expected property "
                                        + path
                                        + ", found "
                                        + property(path)
                                        + "; correct the template"));
    }

    /// The property at a dotted path as a list of nodes, empty where it is absent.
    public List<JsonNode> list(String path) {
        JsonNode node = property(path);
        return node.isArray() ? List.copyOf(node.valueStream().toList()) : List.of();
    }

    /// Whether an embedded service gives this resource life.
    public ResourceCoverage coverage() {
        return ResourceCoverage.of(type);
    }

    @Override
    public String toString() {
        return type + " " + stack + "/" + logicalId;
    }
}
