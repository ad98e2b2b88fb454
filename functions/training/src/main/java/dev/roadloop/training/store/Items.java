package dev.roadloop.training.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Documents as items of the table: `pk`, `sk`, `rev`, `doc`, and `changed` where it is indexed.
final class Items {
    private Items() {}

    static Map<String, AttributeValue> item(
            Key key, long revision, ObjectNode document, OptionalLong changed) {
        Map<String, AttributeValue> item = new HashMap<>(attributes(key));
        item.put("rev", AttributeValue.fromN(Long.toString(revision)));
        item.put(
                "doc",
                AttributeValue.fromB(
                        SdkBytes.fromByteArrayUnsafe(Documents.encoded(key, document))));
        changed.ifPresent(
                millis -> item.put("changed", AttributeValue.fromN(Long.toString(millis))));
        return item;
    }

    /// A new document.
    static Map<String, AttributeValue> item(Write.Insert insert) {
        return item(insert.key(), 1, insert.document(), insert.changed());
    }

    /// A document in an older one's place.
    static Map<String, AttributeValue> item(Write.Replace replace) {
        return item(
                replace.key(), replace.old().revision() + 1, replace.document(), replace.changed());
    }

    static Stored stored(Map<String, AttributeValue> item) {
        Key key = key(item);
        return new Stored(
                key,
                revision(item),
                Documents.decoded(key, attribute(item, "doc").b().asByteArrayUnsafe()));
    }

    static Key key(Map<String, AttributeValue> item) {
        return new Key(attribute(item, "pk").s(), attribute(item, "sk").s());
    }

    static long revision(Map<String, AttributeValue> item) {
        return Long.parseLong(attribute(item, "rev").n());
    }

    static Map<String, AttributeValue> attributes(Key key) {
        return Map.of(
                "pk",
                AttributeValue.fromS(key.partition()),
                "sk",
                AttributeValue.fromS(key.sort()));
    }

    /// The value of the condition that nobody has written since.
    static Map<String, AttributeValue> revision(Stored old) {
        return Map.of(":rev", AttributeValue.fromN(Long.toString(old.revision())));
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS(""));
    }
}
