package dev.roadloop.inspect.wrong;

import org.eclipse.jgit.lib.ObjectId;

/// Breaks the rule that only the freezing of datasets knows Git.
final class InspectKnowsGit {

    private final ObjectId id = ObjectId.zeroId();

    @Override
    public String toString() {
        return id.name();
    }
}
