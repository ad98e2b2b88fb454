package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;

/// How the records of a format lie in a chunk. For one thread.
public interface RecordLayout {

    /// What a record turned out to be.
    enum Kind {
        /// A message.
        MESSAGE,
        /// Something that tells what messages are.
        DECLARATION,
        /// Nothing that matters to a reader of messages.
        OTHER
    }

    /// Reads one record, without looking at what a message or declaration contains.
    ///
    /// @param in little-endian
    /// @param at first byte of the record
    /// @param limit where the bytes end
    /// @param entry told what was found
    /// @return false if there is no whole and sound record
    boolean read(ByteBuffer in, int at, int limit, Entry entry);

    /// A record.
    final class Entry {

        Kind kind = Kind.OTHER;
        int id;
        long logTime;
        long publishTime;
        long sequence;
        int from;
        int next;

        /// A message.
        ///
        /// @param topic its number, negative if it has none
        /// @param data first byte of the message itself, which ends where the next record begins
        /// @param to first byte after the record
        public void message(int topic, long logged, long published, long number, int data, int to) {
            kind = Kind.MESSAGE;
            id = topic;
            logTime = logged;
            publishTime = published;
            sequence = number;
            from = data;
            next = to;
        }

        /// A declaration.
        public void declaration(int to) {
            kind = Kind.DECLARATION;
            next = to;
        }

        /// Another record.
        public void other(int to) {
            kind = Kind.OTHER;
            next = to;
        }
    }
}
