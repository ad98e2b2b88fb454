package dev.roadloop.convert.sync;

import dev.roadloop.domain.PictureKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is sampled of each message of a topic. A sample has 64-bit slots: the bits of a double, a
/// whole number, 0 or 1, or where a text lies in the [TextStore].
///
/// @param topic the topic's name
/// @param key the topic as it stands in keys
/// @param type the messages' type without `msg/`
/// @param groups the columns, those of one orientation together
/// @param slotOfNode for each place of the message type the slot of its value, -1 for none
/// @param stampNode the place of `header.stamp`, -1 where there is none
/// @param clocks the places of further times
record TopicPlan(
        String topic,
        String key,
        String type,
        List<Group> groups,
        Nodes slotOfNode,
        int stampNode,
        List<Clock> clocks) {

    TopicPlan {
        groups = List.copyOf(groups);
        clocks = List.copyOf(clocks);
    }

    /// Whether its frames are kept as images under keys of their own.
    boolean isKeyed() {
        PictureKind pictures = PictureKind.of(type);
        return pictures == PictureKind.COMPRESSED || pictures == PictureKind.RAW;
    }

    /// Number of slots of a sample.
    int slots() {
        return groups.stream().mapToInt(Group::width).sum();
    }

    /// Whether a slot holds the bits of a double.
    boolean isReal(int slot) {
        for (Group group : groups) {
            if (slot >= group.slot() && slot < group.slot() + group.width()) {
                return group.valueType() == SyncColumn.Type.REAL
                        || group.valueType() == SyncColumn.Type.REALS;
            }
        }
        return false;
    }

    /// Whether messages need not be looked at.
    boolean isEmpty() {
        return groups.isEmpty() && stampNode < 0 && clocks.isEmpty();
    }

    /// Columns that get their values together.
    ///
    /// @param kind how
    /// @param valueType what the slots hold
    /// @param fields paths in the message, one for each slot; of a list each has the same
    /// @param slot the first slot
    /// @param gapNanos the longest gap that is bridged; for a frame how far it may lie away, for a
    ///   state how old it may be
    record Group(
            ColumnKind kind,
            SyncColumn.Type valueType,
            List<String> fields,
            int slot,
            long gapNanos) {
        Group {
            fields = List.copyOf(fields);
        }

        int width() {
            return fields.size();
        }

        /// Whether all slots are of one column.
        boolean isList() {
            return valueType == SyncColumn.Type.REALS;
        }
    }

    /// A time in the messages beside their stamp.
    record Clock(int node, String field) {}

    /// A number for each place of a message type.
    static final class Nodes {
        private final int[] slots;
        private final int[] lengths;

        Nodes(int places) {
            slots = new int[places];
            lengths = new int[places];
            Arrays.fill(slots, -1);
        }

        void set(int node, int slot) {
            slots[node] = slot;
        }

        /// Says that a node is the element of a list whose values lie in slots one after the other.
        void setList(int node, int slot, int length) {
            slots[node] = slot;
            lengths[node] = length;
        }

        /// How many values of a list have the node; 0 where it is of no list.
        int length(int node) {
            return lengths[node];
        }

        int get(int node) {
            return slots[node];
        }
    }

    /// The group of the frames, where the topic is one of a camera or lidar.
    @Nullable Group frames() {
        return groups.stream()
                .filter(group -> group.kind() == ColumnKind.FRAME)
                .findFirst()
                .orElse(null);
    }
}
