package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.List;

/// Compiles a schema into the steps that decode it from the ROS 1 or CDR encoding.
final class BinaryPlan {

    /// Elements that take no bytes allow a tiny message to stand for billions of them.
    static final int MAX_EMPTY_ELEMENTS = 1024;

    private final boolean cdr;

    /// @param cdr whether for CDR, else for ROS 1
    BinaryPlan(boolean cdr) {
        this.cdr = cdr;
    }

    Step[] compile(MessageNode root) {
        List<Step> steps = new ArrayList<>();
        fields(root, steps);
        return steps.toArray(Step[]::new);
    }

    private void fields(MessageNode struct, List<Step> steps) {
        if (struct.type() instanceof StructType type && type.isMutable()) {
            Step[][] members = new Step[type.fields().size()][];
            for (int i = 0; i < members.length; i++) {
                List<Step> member = new ArrayList<>();
                add(struct.children().get(i), member);
                members[i] = member.toArray(Step[]::new);
            }
            steps.add(Step.mutable(struct, type.memberIds(), members));
            return;
        }
        if (cdr && struct.children().isEmpty()) {
            steps.add(Step.of(Step.Kind.FILLER, struct.id()));
        }
        for (MessageNode child : struct.children()) {
            add(child, steps);
        }
    }

    private void add(MessageNode node, List<Step> steps) {
        switch (node.type()) {
            case ScalarType scalar -> steps.add(Step.of(kind(scalar, node), node.id()));
            case StructType _ -> {
                steps.add(Step.of(Step.Kind.BEGIN_STRUCT, node.id()));
                fields(node, steps);
                steps.add(Step.of(Step.Kind.END_STRUCT, node.id()));
            }
            case ListType list ->
                    steps.add(list.isBlob() ? Step.blob(node.id(), list) : list(node, list));
        }
    }

    private Step list(MessageNode node, ListType list) {
        MessageNode element = node.element();
        long size = leastSize(element);
        if (size == 0 && (list.maxLength() > MAX_EMPTY_ELEMENTS || holdsList(element))) {
            throw new MessageSchemaException(
                    "Field '%s' is a list of up to %d elements that take no bytes; at most %d are supported."
                            .formatted(node.path(), list.maxLength(), MAX_EMPTY_ELEMENTS));
        }
        List<Step> body = new ArrayList<>();
        add(element, body);
        boolean primitive =
                element.type() instanceof ScalarType scalar
                        && scalar != ScalarType.STRING
                        && scalar != ScalarType.WSTRING
                        && scalar != ScalarType.TIME
                        && scalar != ScalarType.DURATION;
        return Step.list(
                node.id(),
                list,
                (int) Math.min(Integer.MAX_VALUE, size),
                !primitive,
                body.toArray(Step[]::new));
    }

    /// The fewest bytes, padding left out, that a value can take.
    private long leastSize(MessageNode node) {
        return switch (node.type()) {
            case ScalarType scalar -> scalar.wireSize();
            case ListType list when !list.isFixed() -> 4;
            case ListType list when list.isBlob() -> list.fixedLength();
            case ListType list ->
                    Math.min(Integer.MAX_VALUE, list.fixedLength() * leastSize(node.element()));
            // The bytes that follow are counted before them.
            case StructType struct when struct.isMutable() -> Integer.BYTES;
            case StructType _ -> {
                long sum = cdr && node.children().isEmpty() ? 1 : 0;
                for (MessageNode child : node.children()) {
                    sum += leastSize(child);
                }
                yield Math.min(Integer.MAX_VALUE, sum);
            }
        };
    }

    private static boolean holdsList(MessageNode node) {
        return node.type() instanceof ListType
                || node.children().stream().anyMatch(BinaryPlan::holdsList);
    }

    private Step.Kind kind(ScalarType type, MessageNode node) {
        return switch (type) {
            case BOOL -> Step.Kind.BOOL;
            case INT8 -> Step.Kind.INT8;
            case UINT8 -> Step.Kind.UINT8;
            case INT16 -> Step.Kind.INT16;
            case UINT16 -> Step.Kind.UINT16;
            case INT32 -> Step.Kind.INT32;
            case UINT32 -> Step.Kind.UINT32;
            case INT64, UINT64 -> Step.Kind.INT64;
            case FLOAT32 -> Step.Kind.FLOAT32;
            case FLOAT64 -> Step.Kind.FLOAT64;
            case STRING -> Step.Kind.TEXT;
            case WSTRING -> Step.Kind.WIDE_TEXT;
            case TIME -> cdr ? Step.Kind.ROS2_TIME : Step.Kind.ROS1_TIME;
            case DURATION -> cdr ? Step.Kind.ROS2_TIME : Step.Kind.ROS1_DURATION;
            case JSON ->
                    throw new MessageSchemaException(
                            "Field '%s' holds JSON, which the %s encoding cannot carry."
                                    .formatted(node.path(), cdr ? "cdr" : "ros1"));
        };
    }
}
