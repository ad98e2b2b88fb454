package dev.roadloop.simdrive;

import dev.roadloop.simdrive.world.DriveEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What was generated.
///
/// @param recording the file
/// @param truth the ground truth beside it
/// @param frames camera frames
/// @param messages by topic
/// @param events what happens on the drive
/// @param took time to generate it
public record GeneratedDrive(
        Path recording,
        Path truth,
        int frames,
        Map<String, Long> messages,
        List<DriveEvent> events,
        Duration took) {

    /// Copies the collections.
    public GeneratedDrive {
        messages = Map.copyOf(messages);
        events = List.copyOf(events);
    }
}
