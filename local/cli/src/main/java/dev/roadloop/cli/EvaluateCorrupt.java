package dev.roadloop.cli;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.evaluate.examples.PictureFile;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop evaluate corrupt`: spoilt copies of images, for a model to be run on.
@Command(
        name = "corrupt",
        mixinStandardHelpOptions = true,
        description = {
            "Writes spoilt copies of a folder's JPEGs and PNGs: 15 corruptions in 5 severities, as"
                    + " OUT/<corruption>-<severity>/<name>.png. The same seed gives the same"
                    + " copies."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop evaluate corrupt val spoilt",
            "  roadloop evaluate corrupt val spoilt --corruption fog --severity 3"
        })
final class EvaluateCorrupt implements Callable<Integer> {
    private static final Pattern PICTURE =
            Pattern.compile(".*\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = "The folder of images.")
    @SuppressWarnings("NullAway.Init")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The folder to write into.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--corruption",
            paramLabel = "NAME",
            description = "One of ${COMPLETION-CANDIDATES}; all if absent.")
    private @Nullable Corruption corruption;

    @Option(names = "--severity", description = "1 to 5; all if absent.")
    private @Nullable Integer severity;

    @Option(
            names = "--seed",
            description = "Of everything random; ${DEFAULT-VALUE} by default.",
            defaultValue = "1")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (severity != null) {
            WrongOption.checkRange("--severity", severity, 1, Corruption.SEVERITIES);
        }
        List<Path> pictures;
        try (Stream<Path> files = Files.list(in)) {
            pictures =
                    files.filter(file -> PICTURE.matcher(file.toString()).matches())
                            .sorted()
                            .toList();
        }
        if (pictures.isEmpty()) {
            throw new CallerException(in + ": expected JPEGs or PNGs, found none");
        }
        Map<String, Path> written = new HashMap<>();
        for (Path picture : pictures) {
            Path other = written.putIfAbsent(png(picture), picture);
            if (other != null) {
                throw new CallerException(
                        "%s: expected another name than that of %s, as both become %s; rename one"
                                .formatted(picture, other.getFileName(), png(picture)));
            }
        }
        Corruption one = corruption;
        Integer wanted = severity;
        List<Corruption> corruptions = one == null ? List.of(Corruption.values()) : List.of(one);
        List<Integer> severities =
                wanted == null
                        ? IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList()
                        : List.of(wanted);
        for (Corruption how : corruptions) {
            for (int strength : severities) {
                Path folder = Files.createDirectories(out.resolve(name(how, strength)));
                pictures.parallelStream().forEach(file -> spoil(file, folder, how, strength));
                spec.commandLine().getOut().printf("%s: %d images%n", folder, pictures.size());
            }
        }
        return ExitCode.OK;
    }

    /// What a corruption in a severity is called in folders and files.
    static String name(Corruption corruption, int severity) {
        return corruption.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + severity;
    }

    private static String png(Path picture) {
        String name = picture.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.')) + ".png";
    }

    private void spoil(Path file, Path folder, Corruption how, int strength) {
        String name = file.getFileName().toString();
        CRC32 ownSeed = new CRC32();
        ownSeed.update(name.getBytes(StandardCharsets.UTF_8));
        RgbImage image = RgbImage.of(PictureFile.read(file));
        RgbImage spoilt = how.apply(image, strength, seed ^ ownSeed.getValue() << 16);
        Path target = folder.resolve(png(file));
        try {
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(spoilt.toPicture(), "png", encoded);
            OutputFile.write(target, encoded.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
