package dev.roadloop.training.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/// One conditional change of the table.
public sealed interface Write {

    /// Where.
    Key key();

    /// Writes a document where none is.
    ///
    /// @param changed milliseconds since the epoch; where present, the document is found by
    ///   [TrackingTable#changedSince]
    record Insert(Key key, ObjectNode document, OptionalLong changed) implements Write {
        public Insert(Key key, ObjectNode document) {
            this(key, document, OptionalLong.empty());
        }
    }

    /// Writes a document over the one that was read, unless another has done so since.
    record Replace(Stored old, ObjectNode document, OptionalLong changed) implements Write {
        public Replace(Stored old, ObjectNode document) {
            this(old, document, OptionalLong.empty());
        }

        @Override
        public Key key() {
            return old.key();
        }
    }

    /// Removes the document that was read, unless another has written it since.
    record Delete(Stored old) implements Write {
        @Override
        public Key key() {
            return old.key();
        }
    }
}
