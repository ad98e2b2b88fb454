package dev.roadloop.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

    private static final Opened OPENED =
            new Opened(
                    "method: random\nmetric: {name: loss}\nparameters: {x: {min: 0.0, max: 1.0},"
                            + " n: {values: [1, a, 2.5, true]}}",
                    7,
                    new Budget(3, 0),
                    new TreeMap<>(Map.of("dataset", "d")));

    @TempDir private Path folder;

    private List<Entry> written() throws IOException {
        try (FileJournal journal = FileJournal.open(folder.resolve("journal.jsonl"))) {
            Sweep sweep = Sweep.open(journal, OPENED);
            while (sweep.ask(0, 1) instanceof Job job) {
                sweep.tell(
                        new Told(
                                job.trial(),
                                0,
                                TrialEnd.COMPLETED,
                                9,
                                0.1 * job.trial(),
                                1.5,
                                new TreeMap<>(Map.of("AP50", 0.5, "nothing", Double.NaN)),
                                null));
            }
            return journal.entries();
        }
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        List<Entry> entries = written();
        assertThat(entries).hasSize(7);
        try (FileJournal again = FileJournal.open(folder.resolve("journal.jsonl"))) {
            assertThat(again.entries()).isEqualTo(entries);
        }
    }

    @Test
    void whatACrashLeftOfALineIsCutOff() throws IOException {
        List<Entry> entries = written();
        Path file = folder.resolve("journal.jsonl");
        byte[] whole = Files.readAllBytes(file);
        int last =
                new String(whole, java.nio.charset.StandardCharsets.UTF_8)
                        .strip()
                        .lastIndexOf('\n');
        for (int length = last + 1; length < whole.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (FileJournal again = FileJournal.open(file)) {
                assertThat(again.entries()).isEqualTo(entries.subList(0, 6));
                assertThat(again.append(6, entries.getLast())).isTrue();
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    @Tag("slow")
    void oneProcessAtATimeHasIt() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        try (FileJournal first = FileJournal.open(file)) {
            assertThat(first.append(0, OPENED)).isTrue();
        }
        try (FileJournal first = FileJournal.open(file)) {
            assertThat(first.entries()).containsExactly(OPENED);
            assertThat(another(file)).contains("another process is at work on this sweep");
        }
        assertThat(another(file)).isEqualTo("opened");
    }

    /// What another process says that opens it.
    private static String another(Path file) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Opener.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The other process.
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) throws IOException {
            try (FileJournal journal = FileJournal.open(Path.of(args[0]))) {
                System.out.print("opened");
            } catch (TransientException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void oneAtATimeHasIt() throws IOException {
        Path file = folder.resolve("journal.jsonl");
        try (FileJournal first = FileJournal.open(file)) {
            assertThat(first.append(1, OPENED)).isFalse();
            assertThatThrownBy(() -> FileJournal.open(file))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("another process is at work on this sweep");
        }
    }

    @Test
    void aLineThatIsNoEntryIsNamed() throws IOException {
        written();
        Path file = folder.resolve("journal.jsonl");
        Files.writeString(file, "{\"entry\":\"sung\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> FileJournal.open(file))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("journal.jsonl, line 8");
    }
}
