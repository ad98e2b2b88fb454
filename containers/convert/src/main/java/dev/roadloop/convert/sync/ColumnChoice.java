package dev.roadloop.convert.sync;

import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.sync.TopicPlan.Clock;
import dev.roadloop.convert.sync.TopicPlan.Group;
import dev.roadloop.convert.sync.TopicPlan.Nodes;
import dev.roadloop.sensorlog.message.ListType;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.ScalarType;
import dev.roadloop.sensorlog.message.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Chooses by their schema which fields become columns, and of which kind. A rule of the policy
/// goes first; without one:
///
/// - A message with a run of bytes that has no greatest length (an image, a point cloud), or a
///   laser scan, is a [ColumnKind#FRAME]; its other fields are no columns.
/// - A struct of four floating-point numbers `x`, `y`, `z`, `w` is an [ColumnKind#ORIENTATION].
/// - A floating-point number whose name is that of an angle that wraps is one of
///   [ColumnKind#DEGREES] or [ColumnKind#RADIANS], see [AngleNames]; a field `data` or `value` is
///   named by its topic.
/// - Other floating-point numbers are [ColumnKind#LINEAR].
/// - Whole numbers, truth values and texts are [ColumnKind#STATE].
/// - A list of at most 64 floating-point numbers whose length the schema fixes is one column,
///   [ColumnKind#LINEAR] in each of its places.
/// - Headers, times and other lists are no columns.
final class ColumnChoice {

    private static final int MAX_CLOCKS = 4;
    private static final int LONGEST_LIST = 64;
    private static final double NANOS = 1e9;
    private static final Set<String> PLAIN_NAMES = Set.of("data", "value");

    private final SyncPolicy policy;
    private int columns;
    private int leftOut;

    ColumnChoice(SyncPolicy policy) {
        this.policy = policy;
    }

    /// Fields that found no room so far.
    int leftOut() {
        return leftOut;
    }

    /// The plan for a topic whose messages can be decoded.
    TopicPlan plan(DriveTopic topic, MessageDecoder decoder) {
        Draft draft = new Draft(topic, decoder.nodes().size());
        MessageNode root = decoder.root();
        Optional<ColumnKind> whole = rule(topic, "", SyncRule::kind);
        boolean frame =
                whole.map(kind -> kind == ColumnKind.FRAME).orElseGet(() -> isFrame(topic, root));
        if (frame) {
            draft.add(ColumnKind.FRAME, SyncColumn.Type.TIME, List.of(root));
        } else if (whole.isEmpty() || whole.get() != ColumnKind.NONE) {
            draft.fields(root);
        }
        draft.times(root);
        return new TopicPlan(
                topic.name(),
                topic.key().value(),
                topic.type(),
                draft.groups,
                draft.slots,
                draft.stampNode,
                draft.clocks);
    }

    private static boolean isFrame(DriveTopic topic, MessageNode root) {
        return topic.type().endsWith("/LaserScan")
                || topic.type().endsWith(".LaserScan")
                || root.children().stream()
                        .anyMatch(child ->
                                child.type() instanceof ListType list
                                        && list.isBlob()
                                        && list.maxLength() < 0);
    }

    private <T> Optional<T> rule(
            DriveTopic topic,
            String field,
            Function<SyncRule, @org.jspecify.annotations.Nullable T> part) {
        for (SyncRule rule : policy.rules()) {
            T value = part.apply(rule);
            boolean ofWholeMessages = rule.field() == null;
            if (value != null
                    && (ofWholeMessages || !field.isEmpty())
                    && rule.fits(topic.name(), topic.type(), field)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static boolean isOrientation(MessageNode struct) {
        List<MessageNode> parts = struct.children();
        return parts.size() == 4
                && parts.stream().allMatch(ColumnChoice::isReal)
                && parts.stream()
                        .map(MessageNode::name)
                        .toList()
                        .equals(List.of("x", "y", "z", "w"));
    }

    private static boolean isRealList(MessageNode node) {
        return node.type() instanceof ListType list
                && list.fixedLength() > 0
                && list.fixedLength() <= LONGEST_LIST
                && isReal(node.element());
    }

    private static boolean isReal(MessageNode node) {
        return node.type() == ScalarType.FLOAT32 || node.type() == ScalarType.FLOAT64;
    }

    private final class Draft {
        private final DriveTopic topic;
        private final List<Group> groups = new ArrayList<>();
        private final List<Clock> clocks = new ArrayList<>();
        private final Nodes slots;
        private int nextSlot;
        private int stampNode = -1;

        Draft(DriveTopic topic, int places) {
            this.topic = topic;
            this.slots = new Nodes(places);
        }

        void times(MessageNode struct) {
            for (MessageNode field : struct.children()) {
                if (field.path().equals("header.stamp") && field.type() == ScalarType.TIME) {
                    stampNode = field.id();
                } else if (field.type() == ScalarType.TIME && clocks.size() < MAX_CLOCKS) {
                    clocks.add(new Clock(field.id(), field.path()));
                } else if (field.type() instanceof StructType) {
                    times(field);
                }
            }
        }

        void fields(MessageNode struct) {
            for (MessageNode field : struct.children()) {
                boolean header = struct.path().isEmpty() && field.name().equals("header");
                if (field.type() instanceof StructType && !header) {
                    if (isOrientation(field)
                            && kind(field, ColumnKind.ORIENTATION) == ColumnKind.ORIENTATION) {
                        add(ColumnKind.ORIENTATION, SyncColumn.Type.REAL, field.children());
                    } else {
                        fields(field);
                    }
                } else if (field.type() instanceof ScalarType scalar) {
                    scalar(field, scalar);
                } else if (isRealList(field)
                        && kind(field, ColumnKind.LINEAR) == ColumnKind.LINEAR) {
                    list(field, ((ListType) field.type()).fixedLength());
                }
            }
        }

        private void list(MessageNode field, int length) {
            int slot = nextSlot;
            add(ColumnKind.LINEAR, SyncColumn.Type.REALS, Collections.nCopies(length, field));
            if (nextSlot > slot) {
                slots.set(field.id(), -1);
                slots.setList(field.element().id(), slot, length);
            }
        }

        private void scalar(MessageNode field, ScalarType scalar) {
            switch (scalar) {
                case FLOAT32, FLOAT64 -> {
                    ColumnKind kind =
                            kind(field, AngleNames.kind(name(field)).orElse(ColumnKind.LINEAR));
                    add(kind, SyncColumn.Type.REAL, List.of(field));
                }
                case BOOL -> state(field, SyncColumn.Type.BOOLEAN);
                case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
                        state(field, SyncColumn.Type.INTEGER);
                case STRING, WSTRING -> state(field, SyncColumn.Type.TEXT);
                case TIME, DURATION, JSON -> {}
            }
        }

        /// A whole number can be on a line too, where the policy says so; it is real then.
        private void state(MessageNode field, SyncColumn.Type type) {
            ColumnKind kind = kind(field, ColumnKind.STATE);
            boolean number = type == SyncColumn.Type.INTEGER;
            if (kind == ColumnKind.STATE || !number) {
                add(kind == ColumnKind.NONE ? kind : ColumnKind.STATE, type, List.of(field));
            } else {
                add(kind, SyncColumn.Type.REAL, List.of(field));
            }
        }

        private String name(MessageNode field) {
            return PLAIN_NAMES.contains(field.name())
                    ? topic.name().substring(topic.name().lastIndexOf('/') + 1)
                    : field.name();
        }

        private ColumnKind kind(MessageNode field, ColumnKind bySchema) {
            return rule(topic, field.path(), SyncRule::kind)
                    .filter(kind -> kind != ColumnKind.FRAME)
                    .filter(kind ->
                            kind != ColumnKind.ORIENTATION || bySchema == ColumnKind.ORIENTATION)
                    .orElse(bySchema);
        }

        void add(ColumnKind kind, SyncColumn.Type type, List<MessageNode> places) {
            if (kind == ColumnKind.NONE) {
                return;
            }
            if (columns + places.size() > policy.maxColumns()) {
                leftOut += places.size();
                return;
            }
            columns += places.size();
            String field = places.getFirst().path();
            double gap =
                    rule(topic, field, SyncRule::maxGapSeconds)
                            .orElse(
                                    switch (kind) {
                                        case FRAME -> policy.frameToleranceSeconds();
                                        case STATE -> policy.stateMaxAgeSeconds();
                                        case LINEAR, DEGREES, RADIANS, ORIENTATION, NONE ->
                                                policy.maxGapSeconds();
                                    });
            groups.add(
                    new Group(
                            kind,
                            type,
                            places.stream().map(MessageNode::path).toList(),
                            nextSlot,
                            Math.round(gap * NANOS)));
            for (MessageNode place : places) {
                if (kind != ColumnKind.FRAME) {
                    slots.set(place.id(), nextSlot);
                }
                nextSlot++;
            }
        }
    }
}
