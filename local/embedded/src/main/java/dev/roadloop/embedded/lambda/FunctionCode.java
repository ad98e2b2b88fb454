package dev.roadloop.embedded.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The class loaders of the functions' code: one per deployable, so that functions that ship in one
/// jar share its classes and their statics. A function sees the platform's classes,
/// `aws-lambda-java-core` as the runtime provides it, and what its jar brings; nothing of the
/// embedded mode.
final class FunctionCode implements AutoCloseable {

    private final Map<Path, URLClassLoader> loaders = new ConcurrentHashMap<>();

    /// The loader of the code at `path`, a jar or a directory laid out like `/var/task`.
    ClassLoader loader(Path path) {
        return loaders.computeIfAbsent(path.toAbsolutePath().normalize(), FunctionCode::open);
    }

    private static URLClassLoader open(Path code) {
        if (!Files.exists(code)) {
            throw new IllegalArgumentException(
                    "function code "
                            + code
                            + " does not exist; build the module and synthesise the template"
                            + " again");
        }
        try {
            List<URL> urls = new ArrayList<>();
            for (Path entry : entries(code)) {
                urls.add(entry.toUri().toURL());
            }
            return new URLClassLoader(
                    "function:" + code.getFileName(),
                    urls.toArray(URL[]::new),
                    new RuntimeClasses());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(
                    "function code " + code + " has no URL: " + e.getMessage(), e);
        }
    }

    /// Class path entries of the code, in the order in which the runtime looks.
    static List<Path> entries(Path code) {
        Path lib = code.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return List.of(code);
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return Stream.concat(
                            Stream.of(code),
                            jars.filter(jar -> jar.toString().endsWith(".jar")).sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("function code " + code + ": lib cannot be listed", e);
        }
    }

    @Override
    public void close() {
        loaders.values()
                .forEach(loader -> {
                    try {
                        loader.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "function code " + loader.getName() + " cannot be closed", e);
                    }
                });
        loaders.clear();
    }

    /// The platform's classes and the handful of the runtime's that function and runtime must
    /// share.
    private static final class RuntimeClasses extends ClassLoader {

        private static final String SHARED = "com.amazonaws.services.lambda.runtime.";

        RuntimeClasses() {
            super("lambda-runtime", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(SHARED)) {
                String rest = name.substring(SHARED.length());
                if (rest.indexOf('.') < 0 || rest.startsWith("logging.")) {
                    return Class.forName(name, false, FunctionCode.class.getClassLoader());
                }
            }
            throw new ClassNotFoundException(name);
        }
    }
}
