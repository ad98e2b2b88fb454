package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// Takes what a recording holds beside its messages: given by [Recording#readExtras], and kept by
/// writers of formats that have a place for it, which only MCAP has.
public interface ExtraSink {

    /// Takes a file that belongs to the recording.
    ///
    /// @param name such as `calibration.yaml`
    /// @param mediaType such as `text/yaml`; may be empty
    /// @param logTime when it was recorded, nanoseconds
    /// @param createTime when it was made, nanoseconds, 0 if unknown
    /// @param data valid only during the call
    void addAttachment(
            String name, String mediaType, long logTime, long createTime, ByteBuffer data)
            throws IOException;

    /// Takes a named set of key-value pairs.
    void addMetadata(String name, Map<String, String> metadata) throws IOException;
}
