package dev.roadloop.sensorlog.message;

import java.util.List;

/// A place in a message: the root, a field, or the element of a list.
///
/// @param id number of this node in the schema, counted from 0 at the root, parents before children
/// @param name the field's name; `[]` for the element of a list, empty for the root
/// @param path names from the root, such as `pose.position.x` or `transforms[].header.stamp`
/// @param type the type of the values found here
/// @param children fields of a struct, or the one element node of a list; blobs and scalars have
///   none
public record MessageNode(
        int id, String name, String path, FieldType type, List<MessageNode> children) {

    public MessageNode {
        children = List.copyOf(children);
    }

    /// Whether the values here are runs of bytes.
    public boolean isBlob() {
        return type instanceof ListType list && list.isBlob();
    }

    /// The node of a list's elements.
    ///
    /// @throws IllegalStateException where this is no list
    public MessageNode element() {
        if (!(type instanceof ListType list) || list.isBlob()) {
            throw new IllegalStateException(
                    "'%s' is no list of values but %s.".formatted(path, type));
        }
        return children.getFirst();
    }
}
