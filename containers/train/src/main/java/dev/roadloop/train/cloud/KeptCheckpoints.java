package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.RunKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Checkpoints that SageMaker fetches before the program starts and sends as they are written. It
/// never removes any from the bucket; that is left to this.
///
/// Source: "Checkpoints in Amazon SageMaker AI" of the developer guide.
final class KeptCheckpoints implements Checkpoints {
    private final Bucket gold;
    private final String prefix;
    private final Path folder;

    KeptCheckpoints(Bucket gold, String run, Path folder) {
        this.gold = gold;
        this.prefix = RunKeys.checkpoints(run);
        this.folder = folder;
    }

    @Override
    public void restore() throws IOException {
        Files.createDirectories(folder);
    }

    /// The log is sent with each checkpoint, since nobody says when SageMaker sends that.
    @Override
    public boolean due() {
        return true;
    }

    @Override
    public void send() {
        List<String> keys;
        try (Stream<StoredObject> objects = gold.list(prefix)) {
            keys = objects.map(StoredObject::key).toList();
        }
        for (String key : keys) {
            if (!Files.exists(folder.resolve(key.substring(prefix.length())))) {
                gold.delete(key);
            }
        }
    }
}
