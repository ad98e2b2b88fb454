package dev.roadloop.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Renders `docs/reference/infrastructure.md` from the templates.
final class ReferencePage {

    private final Templates templates;

    ReferencePage(Templates templates) {
        this.templates = templates;
    }

    String render() {
        List<String> lines = new ArrayList<>();
        lines.add("# What the template declares");
        lines.add("");
        lines.add(
                "Made from the synthesised template; a test fails when it is stale. Make it anew"
                        + " with");
        lines.add("`./mvnw -Dquick -DskipITs=false -pl infra-cdk -am verify -Dgenerate`.");
        table(
                lines,
                "Functions",
                List.of("function", "what it does", "handler", "timeout", "memory", "environment"),
                rows("AWS::Lambda::Function", this::function));
        table(
                lines,
                "Jobs",
                List.of(
                        "job",
                        "vCPU",
                        "GPU",
                        "memory",
                        "scratch disk",
                        "one attempt",
                        "attempts",
                        "environment"),
                rows("AWS::Batch::JobDefinition", this::job));
        table(
                lines,
                "Queues",
                List.of("queue", "a message stays hidden", "kept", "after failures goes to"),
                rows("AWS::SQS::Queue", this::queue));
        table(
                lines,
                "Rules",
                List.of("rule", "what for", "when", "target", "undeliverable events go to"),
                rows("AWS::Events::Rule", this::rule));
        table(
                lines,
                "Buckets",
                List.of("bucket", "key", "versioned", "lifecycle"),
                rows("AWS::S3::Bucket", this::bucket));
        table(
                lines,
                "Alarms",
                List.of("alarm", "what it says", "goes off above"),
                rows("AWS::CloudWatch::Alarm", this::alarm));
        table(
                lines,
                "Permissions",
                List.of("role of", "may", "on"),
                templates.ofType("AWS::IAM::Role").stream()
                        .sorted(Comparator.comparing(Resource::path))
                        .flatMap(this::permissions)
                        .toList());
        table(
                lines,
                "Why a permission names no exact resource",
                List.of("role of", "reason"),
                templates.ofType("AWS::IAM::Role").stream()
                        .sorted(Comparator.comparing(Resource::path))
                        .flatMap(role ->
                                role.reasonsFor("AwsSolutions-IAM5").stream()
                                        .distinct()
                                        .sorted()
                                        .map(reason -> List.of(owner(role), reason)))
                        .toList());
        return String.join("\n", lines) + "\n";
    }

    private List<String> function(Resource function) {
        JsonNode p = function.properties();
        return List.of(
                function.owner(),
                p.path("Description").asText(),
                "`" + p.path("Handler").asText() + "`",
                p.path("Timeout").asInt() + " s",
                p.path("MemorySize").asInt() + " MiB",
                names(p.path("Environment").path("Variables").fieldNames()));
    }

    private List<String> job(Resource job) {
        JsonNode p = job.properties();
        JsonNode container = p.path("ContainerProperties");
        JsonNode disk = container.path("EphemeralStorage").path("SizeInGiB");
        return List.of(
                job.owner(),
                requirement(container, "VCPU"),
                requirement(container, "GPU"),
                requirement(container, "MEMORY") + " MiB",
                disk.isMissingNode() ? "the machine's" : disk.asInt() + " GiB",
                p.path("Timeout").path("AttemptDurationSeconds").asInt() + " s",
                p.path("RetryStrategy").path("Attempts").asText(),
                names(
                        container
                                .path("Environment")
                                .valueStream()
                                .map(v -> v.path("Name").asText())
                                .iterator()));
    }

    private List<String> queue(Resource queue) {
        JsonNode p = queue.properties();
        JsonNode redrive = p.path("RedrivePolicy");
        String failed =
                redrive.isMissingNode()
                        ? "–"
                        : name(queue.stack(), redrive.path("deadLetterTargetArn"))
                                + " after "
                                + redrive.path("maxReceiveCount").asInt();
        return List.of(
                name(queue),
                p.path("VisibilityTimeout").asInt(30) + " s",
                p.path("MessageRetentionPeriod").asInt(345_600) / 86_400 + " days",
                failed);
    }

    private List<String> rule(Resource rule) {
        JsonNode p = rule.properties();
        String when =
                p.has("ScheduleExpression")
                        ? p.path("ScheduleExpression").asText()
                        : Templates.leaves(p.path("EventPattern").path("detail-type"))
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(", "));
        JsonNode target = p.path("Targets").path(0);
        return List.of(
                name(rule),
                p.path("Description").asText(),
                when,
                name(rule.stack(), target.path("Arn")),
                name(rule.stack(), target.path("DeadLetterConfig").path("Arn")));
    }

    private List<String> bucket(Resource bucket) {
        JsonNode p = bucket.properties();
        JsonNode key =
                p.path("BucketEncryption")
                        .path("ServerSideEncryptionConfiguration")
                        .path(0)
                        .path("ServerSideEncryptionByDefault")
                        .path("KMSMasterKeyID");
        String lifecycle =
                p.path("LifecycleConfiguration")
                        .path("Rules")
                        .valueStream()
                        .map(rule ->
                                rule.path("Id").asText()
                                        + days(rule.path("ExpirationInDays"))
                                        + days(
                                                rule.path("NoncurrentVersionExpiration")
                                                        .path("NoncurrentDays")))
                        .collect(Collectors.joining("; "));
        return List.of(
                name(bucket),
                key.isMissingNode() ? "S3's own" : name(bucket.stack(), key),
                p.path("VersioningConfiguration").path("Status").asText().equals("Enabled")
                        ? "yes"
                        : "no",
                lifecycle);
    }

    private List<String> alarm(Resource alarm) {
        return List.of(
                name(alarm),
                alarm.properties().path("AlarmDescription").asText(),
                alarm.properties().path("Threshold").asText());
    }

    private Stream<List<String>> permissions(Resource role) {
        return role.properties()
                .path("Policies")
                .valueStream()
                .flatMap(policy -> policy.path("PolicyDocument").path("Statement").valueStream())
                .map(statement ->
                        List.of(
                                owner(role),
                                sorted(
                                        Templates.leaves(statement.path("Action"))
                                                .map(JsonNode::asText)),
                                sorted(
                                        elements(statement.path("Resource"))
                                                .map(resource -> pattern(role.stack(), resource)))))
                .sorted(Comparator.comparing(Object::toString));
    }

    private String pattern(String stack, JsonNode resource) {
        JsonNode parts = resource.path("Fn::Join").path(1);
        if (parts.isMissingNode()) {
            return resource.isTextual() ? resource.asText() : name(stack, resource);
        }
        return parts.valueStream()
                .map(part -> part.isTextual() ? part.asText() : name(stack, part))
                .collect(Collectors.joining());
    }

    private String name(String stack, JsonNode reference) {
        String text = reference.path("Ref").asText(reference.path("Fn::Sub").asText("–"));
        return templates
                .target(stack, reference)
                .map(ReferencePage::name)
                .orElse(text.replace("AWS::", ""));
    }

    /// What a reader calls it: the last part of its path, or the owner of a part that all owners
    /// have.
    private static String name(Resource resource) {
        String last = resource.path().substring(resource.path().lastIndexOf('/') + 1);
        return Set.of(
                                "Function",
                                "Definition",
                                "Live",
                                "Table",
                                "Bus",
                                "Role",
                                "Logs",
                                "Topic",
                                "Queue")
                        .contains(last)
                ? resource.owner() + (last.equals("Logs") ? " logs" : "")
                : last;
    }

    /// `RoadloopIngest/Functions/VerifyFile/Access/Role` is the role of VerifyFile.
    private static String owner(Resource role) {
        String[] parts = role.path().split("/");
        String access = parts[parts.length - 2];
        return parts[parts.length - 3] + (access.equals("Access") ? "" : " (" + access + ")");
    }

    private List<List<String>> rows(String type, Function<Resource, List<String>> row) {
        return templates.ofType(type).stream()
                .map(row)
                .sorted(Comparator.comparing(List::getFirst))
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }

    private static String requirement(JsonNode container, String type) {
        return container
                .path("ResourceRequirements")
                .valueStream()
                .filter(r -> r.path("Type").asText().equals(type))
                .map(r -> r.path("Value").asText())
                .findFirst()
                .orElse("–");
    }

    private static String days(JsonNode days) {
        return days.isMissingNode() ? "" : " (" + days.asInt() + " days)";
    }

    private static String names(Iterator<String> names) {
        Set<String> sorted = new TreeSet<>();
        names.forEachRemaining(name -> sorted.add("`" + name + "`"));
        return String.join(" ", sorted);
    }

    private static String sorted(Stream<String> texts) {
        return texts.sorted()
                .distinct()
                .map(text -> "`" + text + "`")
                .collect(Collectors.joining(" "));
    }

    private static void table(
            List<String> lines, String title, List<String> head, List<List<String>> rows) {
        lines.addAll(List.of("", "## " + title, ""));
        lines.add("| " + String.join(" | ", head) + " |");
        lines.add("|" + " --- |".repeat(head.size()));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row).replace("\n", " ") + " |"));
    }
}
