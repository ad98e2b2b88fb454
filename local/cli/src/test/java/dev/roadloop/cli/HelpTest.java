package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.cli.terminal.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @MethodSource("commands")
    @Tag("slow")
    void theHelpOfEveryCommandTeachesWithAnExample(CommandLine command) {
        assertThat(command.getUsageMessage())
                .as(command.getCommandSpec().qualifiedName())
                .containsPattern(
                        "(?s)Examples?:.*" + command.getCommandSpec().qualifiedName() + "\\b");
    }

    @ParameterizedTest
    @MethodSource("commands")
    @Tag("slow")
    void examplesCanBeCopiedFromATerminalOf80Columns(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().footer())
                .filteredOn(line -> line.startsWith("  roadloop ") || line.endsWith(" \\"))
                .as("as they are, not wrapped")
                .isSubsetOf(command.getUsageMessage().lines().toList());
    }

    @Test
    void theHelpOfAnOptionSaysWhatItIsByDefault() {
        assertThat(commands())
                .allSatisfy(command ->
                        assertThat(command.getCommandSpec().options())
                                .filteredOn(option -> isSaid(option.defaultValue()))
                                .as(command.getCommandSpec().qualifiedName())
                                .allSatisfy(option ->
                                        assertThat(String.join(" ", option.description()))
                                                .as(option.longestName())
                                                .matches(
                                                        text ->
                                                                text.contains("${DEFAULT-VALUE}")
                                                                        || text.toLowerCase(
                                                                                        Locale.ROOT)
                                                                                .contains(
                                                                                        option.defaultValue()
                                                                                                .toLowerCase(
                                                                                                        Locale
                                                                                                                .ROOT)),
                                                        "says " + option.defaultValue())));
    }

    /// Not those of flags, nor of the environment: what takes their place is said in words.
    private static boolean isSaid(@Nullable String value) {
        return value != null
                && !List.of("", "0", "false", "true").contains(value)
                && !value.contains("$");
    }

    @ParameterizedTest
    @MethodSource("commands")
    @Tag("slow")
    void everyCommandIsAskedForItsHelpInTheSameWay(CommandLine command) {
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));

        assertThat(command.execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: " + command.getCommandSpec().qualifiedName());
        assertThat(err.toString()).isEmpty();
    }

    /// Those that scripts lead models from labels to production with.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "label import",
                "label upload",
                "dataset build",
                "dataset diff",
                "dataset export",
                "dataset verify",
                "train",
                "train-model",
                "sweep",
                "sweep-model",
                "evaluate coco",
                "package",
                "compare",
                "approve",
                "reject",
                "promote",
                "rollback",
                "models",
                "runs"
            })
    void aCommandOfTheLearningLoopTakesJson(String words) {
        CommandLine command = Roadloop.commandLine();
        for (String word : words.split(" ")) {
            command = command.getSubcommands().get(word);
        }

        assertThat(command.getCommandSpec().optionsMap()).containsKey("--json");
    }

    @Test
    void asksWhatWasMeantByAnUnknownCommandOptionOrScenario() {
        assertThat(run("stats")).isEqualTo(ExitCode.USAGE);
        assertThat(run("drives", "--jsn")).isEqualTo(ExitCode.USAGE);
        assertThat(run("generate-drive", "--scenario", "pedestrain", folder + "/a.mcap"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .contains("Did you mean: roadloop status")
                .contains("Possible solutions: --json")
                .contains("'pedestrain'; did you mean pedestrian-crossing?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording", "evaluate", "label", "dataset"})
    void aGroupOfCommandsSaysWhichThereAreByTheirWholeName(String group) {
        assertThat(run(group)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("say what to", "Usage: roadloop " + group);
    }

    @Test
    void outputThatCannotBeWrittenIsToldByALineAndTheExitCode() {
        assertThat(runTo("No space left on device", "--version")).isEqualTo(ExitCode.NO_ROOM);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "roadloop: the output could not be written: No space left on device");
        assertThat(runTo("No space left on device", "completion", "bash"))
                .isEqualTo(ExitCode.NO_ROOM);
    }

    @Test
    void aReaderThatHasSeenEnoughIsToldNothing() {
        assertThat(runTo("Broken pipe", "--help")).isEqualTo(ExitCode.TRANSIENT);
        assertThat(err.toString()).isEmpty();
    }

    /// Runs a command whose output goes nowhere, for that reason.
    private int runTo(String reason, String... args) {
        CommandLine command = Roadloop.commandLine();
        command.setErr(new PrintWriter(err, true));
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException(reason);
                    }
                };
        return Roadloop.run(command, new Output(full), args);
    }

    @Test
    void findsNamesByTheirPartsAndByMistypedLetters() {
        List<String> drives = List.of("car-1-20260504T090000Z-0123abcd", "bus-2-x", "bus-3-x");

        assertThat(Nearest.to("0123ABCD", drives)).containsExactly(drives.getFirst());
        assertThat(Nearest.to("bsu-2-x", drives)).containsExactly("bus-2-x", "bus-3-x");
        assertThat(Nearest.to("lorry", drives)).isEmpty();
        assertThat(Nearest.to("", drives)).isEmpty();
        assertThat(Nearest.question("bus", drives)).isEqualTo("; did you mean bus-2-x or bus-3-x?");
    }

    @Test
    void namesAllScenariosWhereNoneIsNear() {
        assertThatThrownBy(() -> ScenarioNames.find("xyzzy"))
                .hasMessageContaining("'xyzzy'; choose one of following, cut-in");
    }

    @Test
    void bashCompletesCommandsAndScenarios() throws IOException, InterruptedException {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion.sh"), out.toString());

        assertThat(completed(script, "roadloop", "generate-d")).contains("generate-drive");
        assertThat(completed(script, "roadloop", "generate-drive", "--scenario", "n"))
                .isEqualTo("night");
        assertThat(completed(script, "roadloop", "completion", "")).contains("bash", "zsh");
    }

    private static String completed(Path script, String... words)
            throws IOException, InterruptedException {
        String line = String.join(" ", words);
        String program =
                "source "
                        + script
                        + "; COMP_WORDS=("
                        + String.join(" ", words)
                        + " '')"
                        + "; COMP_CWORD="
                        + (words.length - 1)
                        + "; COMP_LINE='"
                        + line
                        + "'; COMP_POINT=${#COMP_LINE}"
                        + "; _complete_roadloop; echo ${COMPREPLY[@]}";
        Process bash =
                new ProcessBuilder("bash", "-c", program)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String printed =
                new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return printed;
    }

    private int run(String... args) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    static Stream<CommandLine> commands() {
        return all(Roadloop.commandLine());
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }
}
