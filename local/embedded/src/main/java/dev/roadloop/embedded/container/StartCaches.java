package dev.roadloop.embedded.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the Java runtime learnt of a job's program, so that the next one starts in half the time:
/// an AOT cache for each image, beside the image's folder and named for the runtime that made it.
///
/// A runtime that cannot write the cache ends with an exit code of its own, whatever the program
/// did. So jobs learn only where that is asked for, after a build and in tests, and every other job
/// merely uses what is there. A cache that does not suit is ignored by the runtime. Source: JEP
/// 514, "Ahead-of-Time Command-Line Ergonomics".
public final class StartCaches {

    /// System property: `true` to make the caches that are missing.
    public static final String LEARN = "embedded.jobs.learn";

    /// System property: flags of the Java runtime for every job, separated by blanks. Tests, whose
    /// jobs take seconds, do without the optimising compiler.
    public static final String FLAGS = "embedded.jobs.flags";

    private static final System.Logger LOG = System.getLogger(StartCaches.class.getName());
    private static final String LEARNT = "start.aot";

    private final boolean learn;
    private final List<String> always;
    private final Set<Path> begun = ConcurrentHashMap.newKeySet();

    /// @param learn whether the first job of each image makes its cache
    /// @param always flags of the Java runtime for every job
    StartCaches(boolean learn, List<String> always) {
        this.learn = learn;
        this.always = List.copyOf(always);
    }

    /// As the system properties [#LEARN] and [#FLAGS] have it.
    public static StartCaches asConfigured() {
        String flags = System.getProperty(FLAGS, "").strip();
        return new StartCaches(
                Boolean.getBoolean(LEARN),
                flags.isEmpty() ? List.of() : List.of(flags.split("\\s+")));
    }

    /// The cache of an image, whether it is there or not.
    public static Path of(Path image) {
        return image.resolveSibling(
                image.getFileName() + "." + Runtime.version().toString() + ".aot");
    }

    /// Flags of the Java runtime for one attempt.
    ///
    /// @param attempt folder of the attempt
    public List<String> flags(Path image, Path attempt) {
        List<String> flags = new ArrayList<>(always);
        Path cache = of(image).toAbsolutePath();
        if (Files.isRegularFile(cache)) {
            flags.add("-XX:AOTCache=" + cache);
        } else if (learn && begun.add(cache)) {
            flags.add("-XX:AOTCacheOutput=" + attempt.resolve(LEARNT).toAbsolutePath());
        }
        return flags;
    }

    /// Keeps what an attempt learnt, if it learnt anything.
    public void keep(Path image, Path attempt) {
        Path learnt = attempt.resolve(LEARNT);
        if (!Files.isRegularFile(learnt)) {
            return;
        }
        Path cache = of(image);
        Path part = cache.resolveSibling(cache.getFileName() + "." + attempt.getFileName());
        try {
            // In two steps: the state may lie on another disk, and a job must never see a part.
            // The part's name is the attempt's: another embedded mode may do the same just now.
            Files.move(learnt, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "jobs of "
                            + image
                            + " go on to start slowly: "
                            + cache
                            + " cannot be written: "
                            + e.getMessage());
        }
    }
}
