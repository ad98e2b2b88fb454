package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.rosbag2.BagFolder;
import java.io.IOException;
import java.util.List;

/// A folder of rosbag2 within a drive.
///
/// @param name as errors call it
/// @param prefix of the folder's files within the drive: empty, or ending in `/`
/// @param files names of the files, without the prefix
record RawFolder(String name, String prefix, List<String> files, Opener opener)
        implements BagFolder {

    RawFolder {
        files = List.copyOf(files);
    }

    /// Opens a file of the drive by its name in it.
    interface Opener {
        ByteSource open(String name) throws IOException;
    }

    @Override
    public ByteSource open(String file) throws IOException {
        return opener.open(prefix + file);
    }
}
