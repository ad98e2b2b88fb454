package dev.roadloop.train;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.learning.training.TrainingEvent;
import dev.roadloop.learning.training.TrainingEvent.Judged;
import dev.roadloop.learning.training.TrainingEvent.Resumed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Keeps what each look at the validation samples found in a file, before the checkpoint behind it
/// is written: what a checkpoint has seen is there, whatever kills the job. Says when there were
/// enough looks for now.
public final class Looks implements Consumer<TrainingEvent> {

    /// Name of the file, among the reports.
    public static final String FILE = "looks.jsonl";

    private final Path file;
    private final long every;
    private final int most;
    private boolean enough;

    /// @param every steps from one look to the next
    /// @param most looks; 0 for as many as there are
    Looks(Path file, long every, int most) {
        this.file = file;
        this.every = every;
        this.most = most;
    }

    /// One look.
    ///
    /// @param step changes of the weights before it
    /// @param loss on the validation samples
    public record Look(long step, double loss) {}

    /// Reads a job's file.
    ///
    /// @return by step; nothing if there is no file. A step that was done again after a crash is
    ///   there once
    public static List<Look> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        SortedMap<Long, Look> byStep = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            // A crash may have left the last line without its end.
            if (line.endsWith("}")) {
                Look look = Json.read(line, Look.class, file.toString());
                byStep.put(look.step(), look);
            }
        }
        return new ArrayList<>(byStep.values());
    }

    /// Whether to pause here.
    boolean enough() {
        return enough;
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case Judged judged -> {
                write(new Look(judged.step(), judged.loss()));
                seen(judged.step());
            }
            case Resumed resumed -> seen(resumed.step());
            default -> {}
        }
    }

    private void seen(long step) {
        enough = most > 0 && step / every >= most;
    }

    private void write(Look look) {
        try {
            Files.createDirectories(file.getParent());
            OutputFile.append(file, (torn() ? "\n" : "") + Json.text(look) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private boolean torn() throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        return !before.isEmpty() && !before.endsWith("\n");
    }
}
