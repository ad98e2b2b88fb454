package dev.roadloop.embedded.s3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Takes the events of buckets that have EventBridge notifications on.
@FunctionalInterface
public interface ObjectEvents {

    /// Accepts an event; when the call returns, a kill of the process cannot lose it. May see an
    /// event twice.
    ///
    /// @param source `aws.s3`
    /// @param detailType `Object Created` or `Object Deleted`
    /// @param resources the bucket's ARN
    /// @param detail as AWS documents it for EventBridge
    void publish(String source, String detailType, List<String> resources, ObjectNode detail);
}
