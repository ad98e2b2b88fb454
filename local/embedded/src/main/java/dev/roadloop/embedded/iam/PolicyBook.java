package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every policy of a template, by the role or the resource that it hangs on.
final class PolicyBook {

    private final Map<String, List<Statement>> byRole = new HashMap<>();
    private final Map<String, List<Statement>> byResource = new HashMap<>();
    private final Set<String> unknownManagedPolicies = new LinkedHashSet<>();

    PolicyBook(CloudAssembly assembly) {
        for (CloudResource role : assembly.resources("AWS::IAM::Role")) {
            List<Statement> statements = statementsOf(role.arn());
            hang(role.arn(), role.property("AssumeRolePolicyDocument"));
            role.list("Policies")
                    .forEach(policy ->
                            statements.addAll(Statement.of(policy.path("PolicyDocument"))));
            role.list("ManagedPolicyArns")
                    .forEach(arn -> attach(assembly, statements, arn.asText()));
        }
        for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
            for (CloudResource policy : assembly.resources(type)) {
                policy.list("Roles").forEach(role -> grant(assembly, role.asText(), policy));
            }
        }
        assembly.resources("AWS::IAM::RolePolicy")
                .forEach(policy -> grant(assembly, policy.requireText("RoleName"), policy));
        assembly.resources("AWS::KMS::Key")
                .forEach(key -> hang(key.arn(), key.property("KeyPolicy")));
        assembly.resources("AWS::S3::BucketPolicy")
                .forEach(policy ->
                        hang(
                                "arn:aws:s3:::" + policy.requireText("Bucket"),
                                policy.property("PolicyDocument")));
        for (CloudResource policy : assembly.resources("AWS::SQS::QueuePolicy")) {
            policy.list("Queues")
                    .forEach(url ->
                            assembly.find("AWS::SQS::Queue", url.asText())
                                    .ifPresent(queue ->
                                            hang(queue.arn(), policy.property("PolicyDocument"))));
        }
        assembly.resources("AWS::Lambda::Permission")
                .forEach(permission -> hang(assembly, permission));
    }

    List<Statement> ofRole(String roleArn) {
        return byRole.getOrDefault(roleArn, List.of());
    }

    /// Statements of the resource's own policy; those of the bucket for an object.
    List<Statement> ofResource(String arn) {
        String owner =
                arn.startsWith("arn:aws:s3:::") && arn.indexOf('/') > 0
                        ? arn.substring(0, arn.indexOf('/'))
                        : arn;
        return byResource.getOrDefault(owner, List.of());
    }

    Set<String> unknownManagedPolicies() {
        return unknownManagedPolicies;
    }

    private void grant(CloudAssembly assembly, String role, CloudResource policy) {
        assembly.find("AWS::IAM::Role", role)
                .ifPresent(found ->
                        statementsOf(found.arn())
                                .addAll(Statement.of(policy.property("PolicyDocument"))));
    }

    private void attach(CloudAssembly assembly, List<Statement> statements, String arn) {
        assembly.find("AWS::IAM::ManagedPolicy", arn)
                .ifPresentOrElse(
                        own -> statements.addAll(Statement.of(own.property("PolicyDocument"))),
                        () ->
                                ManagedPolicies.find(arn)
                                        .ifPresentOrElse(
                                                statements::add,
                                                () -> unknownManagedPolicies.add(arn)));
    }

    private void hang(String arn, JsonNode document) {
        byResource
                .computeIfAbsent(arn, ignored -> new ArrayList<>())
                .addAll(Statement.of(document));
    }

    /// On the function, or on the one alias or version that the permission names.
    private void hang(CloudAssembly assembly, CloudResource permission) {
        String named = permission.requireText("FunctionName");
        String arn =
                assembly.find("AWS::Lambda::Function", named).map(CloudResource::arn).orElse(named);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("Effect", "Allow")
                .put("Action", permission.requireText("Action"))
                .put("Resource", arn);
        json.putObject("Principal").put("Service", permission.requireText("Principal"));
        permission
                .text("SourceArn")
                .ifPresent(source ->
                        json.putObject("Condition")
                                .putObject("ArnLike")
                                .put("aws:SourceArn", source));
        byResource.computeIfAbsent(arn, ignored -> new ArrayList<>()).add(new Statement(json));
    }

    private List<Statement> statementsOf(String roleArn) {
        return byRole.computeIfAbsent(roleArn, ignored -> new ArrayList<>());
    }
}
