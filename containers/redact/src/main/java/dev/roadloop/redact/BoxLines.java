package dev.roadloop.redact;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.redact.RedactedFrame.Box;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the list of all boxes: a line of JSON for each frame that was changed or is withheld.
final class BoxLines implements FrameLog, Closeable {

    private final OutputStream out;
    private long lines;

    BoxLines(Path file) throws IOException {
        this.out = OutputFile.stream(file);
    }

    /// A line.
    ///
    /// @param recording the raw recording's name
    /// @param topic the topic's name
    /// @param time log time
    /// @param boxes what was destroyed; absent where the frame is withheld
    /// @param withheld why it is left out; absent where it is not
    private record Line(
            String recording,
            String topic,
            SensorTime time,
            @Nullable List<Box> boxes,
            @Nullable String withheld) {}

    /// Lists a frame, unless it keeps its bytes.
    @Override
    public void add(String recording, String topic, RedactedFrame frame) throws IOException {
        RedactedFrame.Change change = frame.change();
        if (change == null && frame.withheld() == null) {
            return;
        }
        List<Box> boxes = change == null ? null : change.boxes();
        out.write(Json.bytes(new Line(recording, topic, frame.time(), boxes, frame.withheld())));
        out.write('\n');
        lines++;
    }

    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
