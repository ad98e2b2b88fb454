package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class WrongOptionTest {

    /// They may be any number.
    private static final Set<String> ANY = Set.of("--seed", "--learn-seed", "--confusion-score");

    private static CommandLine roadloop;

    @TempDir private Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numbers")
    void aNumberOutOfItsRangeIsWrongUsageBeforeAnythingIsDone(String command, String option) {
        assertThat(run(command, option, "-2"))
                .as("%s %s: %s", command, option, err)
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("roadloop: ").hasLineCount(1);

        err.getBuffer().setLength(0);
        assertThat(run(command, option, "many")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'many'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate-drive --size 12 a.mcap",
                "recording convert a.mcap b --split-bytes 0",
                "recording convert a.mcap b.mcap --split-bytes 9",
                "drives --profile nowhere",
                "ingest --vehicle / a.mcap",
                "dataset build labels --out x --shares 80,30",
                "evaluate masks a b --classes 3 --confidence NaN",
                "runs --sort start"
            })
    void aValueThatAnOptionCannotHaveIsWrongUsage(String words) {
        CommandLine command = Roadloop.commandLine().setErr(new PrintWriter(err, true));

        assertThat(command.execute(words.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("roadloop: ").hasLineCount(1);
    }

    static Stream<Arguments> numbers() {
        roadloop = Roadloop.commandLine();
        return all(roadloop)
                .flatMap(command ->
                        command.getCommandSpec().options().stream()
                                .filter(WrongOptionTest::isNumber)
                                .map(OptionSpec::longestName)
                                .filter(option -> !ANY.contains(option))
                                .map(option -> Arguments.of(words(command), option)));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream()
                        .distinct()
                        .flatMap(WrongOptionTest::all));
    }

    private static boolean isNumber(ArgSpec arg) {
        Class<?> type = arg.auxiliaryTypes()[0];
        return type.isPrimitive() ? type != boolean.class : Number.class.isAssignableFrom(type);
    }

    private static String words(CommandLine command) {
        return command.getCommandSpec().qualifiedName().substring("roadloop ".length());
    }

    /// Everything else that the command asks for is given.
    private int run(String words, String option, String value) {
        CommandLine command = roadloop;
        for (String word : words.split(" ")) {
            command = command.getSubcommands().get(word);
        }
        CommandSpec spec = command.getCommandSpec();
        List<String> args = new ArrayList<>(List.of(words.split(" ")));
        args.addAll(List.of(option, value));
        for (OptionSpec other : spec.options()) {
            if (other.required() && !other.longestName().equals(option)) {
                args.add(other.longestName());
                args.add(some(other));
            }
        }
        spec.positionalParameters().forEach(parameter -> args.add(some(parameter)));
        return roadloop.setErr(new PrintWriter(err, true)).execute(args.toArray(String[]::new));
    }

    private String some(ArgSpec arg) {
        if (isNumber(arg)) {
            return "1";
        }
        Class<?> type = arg.auxiliaryTypes()[0];
        return type.isEnum()
                ? type.getEnumConstants()[0].toString()
                : folder.resolve("drive.mcap").toString();
    }
}
