package dev.roadloop.embedded.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.fixture.JobMain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StartCachesTest {

    @TempDir private Path folder;

    @Test
    void aJobStartsFromWhatTheFirstOneLearnt() throws IOException, InterruptedException {
        Path image = Files.createDirectory(folder.resolve("image"));
        Path jar = jar(image.resolve("app.jar"));
        Path first = Files.createDirectory(folder.resolve("attempt-1"));
        StartCaches caches = new StartCaches(true, List.of());

        run(jar, caches.flags(image, first));
        caches.keep(image, first);

        List<String> flags = caches.flags(image, folder.resolve("attempt-2"));
        assertThat(flags)
                .containsExactly(
                        "-XX:AOTCache="
                                + folder.toAbsolutePath()
                                        .resolve(StartCaches.of(image).getFileName()));
        // With this mode the runtime refuses to start if the cache does not suit.
        List<String> strictly = new ArrayList<>(flags);
        strictly.add("-XX:AOTMode=on");
        run(jar, strictly);
    }

    @Test
    void onlyOneJobOfAnImageLearnsAtATime() throws IOException {
        Path image = Files.createDirectory(folder.resolve("image"));
        StartCaches caches = new StartCaches(true, List.of());

        assertThat(caches.flags(image, folder.resolve("a"))).hasSize(1);
        assertThat(caches.flags(image, folder.resolve("b"))).isEmpty();
    }

    @Test
    void noJobLearnsUnasked() throws IOException {
        Path image = Files.createDirectory(folder.resolve("image"));
        StartCaches caches = new StartCaches(false, List.of("-Xint"));

        assertThat(caches.flags(image, folder.resolve("a"))).containsExactly("-Xint");
        caches.keep(image, folder);
        assertThat(StartCaches.of(image)).doesNotExist();
    }

    private static void run(Path jar, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "word", "0", "0"));
        Path output = jar.resolveSibling("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }

    private static Path jar(Path file) throws IOException {
        String name = JobMain.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, JobMain.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream in = JobMain.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            assertThat(in).as(name).isNotNull();
            in.transferTo(out);
        }
        return file;
    }
}
