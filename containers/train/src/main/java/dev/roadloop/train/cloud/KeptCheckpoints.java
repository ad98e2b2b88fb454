package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.RunKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checkpoints that SageMaker fetches before the program starts and sends as they are written. It
/// never removes any from the bucket; that is left to this.
///
/// Source: "Checkpoints in Amazon SageMaker AI" of the developer guide.
final class KeptCheckpoints implements Checkpoints {
    /// Names grow with what the training has seen.
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-[0-9]{10}\\.tensors");

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

    /// Removes those that a newer one replaces, once that is in the bucket: SageMaker does not say
    /// when it has sent what was written.
    @Override
    public void send() {
        List<String> there;
        try (Stream<StoredObject> objects = gold.list(prefix)) {
            there = objects.map(object -> object.key().substring(prefix.length())).toList();
        }
        Optional<String> arrived =
                there.stream()
                        .filter(name -> CHECKPOINT.matcher(name).matches() && isHere(name))
                        .max(Comparator.naturalOrder());
        if (arrived.isEmpty()) {
            return;
        }
        for (String name : there) {
            if (name.compareTo(arrived.get()) < 0 && !isHere(name)) {
                gold.delete(prefix + name);
            }
        }
    }

    private boolean isHere(String name) {
        return Files.exists(folder.resolve(name));
    }
}
