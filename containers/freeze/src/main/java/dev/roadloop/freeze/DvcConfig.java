package dev.roadloop.freeze;

import dev.roadloop.freeze.dvc.DvcRemote;
import org.jspecify.annotations.Nullable;

/// `.dvc/config`: where clients fetch contents from, and that they may link to them.
final class DvcConfig {
    private DvcConfig() {}

    /// @param remote null for a repository that has all contents in its own cache
    static String text(@Nullable DvcRemote remote) {
        StringBuilder text = new StringBuilder();
        if (remote != null) {
            text.append("[core]\n    remote = storage\n");
        }
        text.append("[cache]\n    type = \"reflink,hardlink,copy\"\n");
        if (remote != null) {
            text.append("['remote \"storage\"']\n    url = ").append(remote.url()).append('\n');
            if (remote.endpoint() != null) {
                text.append("    endpointurl = ").append(remote.endpoint()).append('\n');
            }
        }
        return text.toString();
    }
}
