package dev.roadloop.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/// What a function of ours can throw, read from its jar: the exceptions that some class makes which
/// its handler can reach. Lambda reports an exception by its class's name.
final class FunctionErrors {

    private static final String OURS = "dev/roadloop/";

    private FunctionErrors() {}

    /// Names of our exception classes that code within reach of the handler makes with `new`.
    ///
    /// @param handler its class name
    static Set<String> of(Path jar, String handler) {
        Set<String> made = new TreeSet<>();
        try (JarFile classes = new JarFile(jar.toFile())) {
            Set<String> seen = new HashSet<>();
            Deque<String> left = new ArrayDeque<>(Set.of(handler.replace('.', '/')));
            while (!left.isEmpty()) {
                String name = left.pop();
                ZipEntry entry = classes.getEntry(name + ".class");
                if (entry == null || !seen.add(name)) {
                    continue;
                }
                ClassModel model = read(classes, entry);
                model.constantPool()
                        .forEach(constant -> {
                            if (constant instanceof ClassEntry type
                                    && type.asInternalName().startsWith(OURS)) {
                                left.push(type.asInternalName());
                            }
                        });
                model.methods().stream()
                        .flatMap(method -> method.code().stream())
                        .flatMap(code -> code.elementStream())
                        .filter(NewObjectInstruction.class::isInstance)
                        .map(each -> ((NewObjectInstruction) each).className().asInternalName())
                        .filter(type -> type.startsWith(OURS) && type.endsWith("Exception"))
                        .forEach(type -> made.add(type.replace('/', '.')));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
        return made;
    }

    private static ClassModel read(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes());
        }
    }
}
