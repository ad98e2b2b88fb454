package dev.roadloop.convert.product;

import java.io.Closeable;
import java.io.IOException;

/// Something that is made of a drive in the one pass over its messages. Its memory is bounded
/// whatever the drive's length; what must wait goes to the scratch disk. The same drive gives the
/// same keys and bytes.
///
/// For one thread: the pass calls [#take] for each message, then [#finish] once, unless something
/// failed, then [#close].
public interface DriveProduct extends Closeable {

    /// Takes a message. Messages come in the order of the recordings, which is mostly but not
    /// strictly that of their log times.
    ///
    /// @param message valid during the call only
    void take(DriveMessage message) throws IOException;

    /// Makes what is not made yet, and hands everything to the store. Products finish in the order
    /// in which they were listed, so one may read what an earlier one holds until it is closed.
    ProductOutcome finish() throws IOException;

    /// Frees memory and scratch files.
    @Override
    void close() throws IOException;
}
