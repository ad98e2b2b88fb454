package dev.roadloop.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Arn;
import dev.roadloop.embedded.events.EventTarget;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What has an effect on AWS and none here: types without a counterpart, and resources of served
/// types that reach what has none.
final class UnservedResources {

    private static final Map<String, Predicate<CloudResource>> PARTS =
            Map.of(
                    "AWS::Lambda::EventSourceMapping",
                    mapping -> !readsQueue(mapping),
                    "AWS::Events::Rule",
                    rule -> !rule.list("Targets").stream().allMatch(UnservedResources::isServed),
                    "AWS::Scheduler::Schedule",
                    schedule ->
                            !isServed(schedule.property("Target"))
                                    || service(schedule, "Target.Arn").equals("events"),
                    "AWS::S3::Bucket",
                    UnservedResources::notifiesOtherThanEventBridge);

    private UnservedResources() {}

    static List<CloudResource> of(CloudAssembly assembly) {
        List<CloudResource> unserved = new ArrayList<>(assembly.unsupported());
        PARTS.forEach((type, unservedPart) ->
                assembly.resources(type).stream().filter(unservedPart).forEach(unserved::add));
        return unserved;
    }

    /// Whether a mapping brings messages of a queue; nothing here serves other sources.
    static boolean readsQueue(CloudResource mapping) {
        return service(mapping, "EventSourceArn").equals("sqs");
    }

    private static String service(CloudResource resource, String arn) {
        return Arn.parse(resource.requireText(arn)).service();
    }

    private static boolean isServed(JsonNode target) {
        return EventTarget.parse(target).isServed();
    }

    private static boolean notifiesOtherThanEventBridge(CloudResource bucket) {
        return bucket.property("NotificationConfiguration")
                .propertyStream()
                .anyMatch(kind ->
                        !kind.getKey().equals("EventBridgeConfiguration")
                                && !kind.getValue().isEmpty());
    }
}
