package dev.roadloop.embedded.dynamodb;

import java.io.File;
import java.nio.file.Path;

/// Tells DynamoDB Local's SQLite binding where its native library lies, which Maven puts beside no
/// jar of it.
final class SqliteLibrary {

    private static final String PROPERTY = "sqlite4java.library.path";

    private SqliteLibrary() {}

    /// Points to the folder of this platform's library, if it is an entry of the class path.
    static void locate() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        String name = name(System.getProperty("os.name"), System.getProperty("os.arch"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (file.getFileName() != null && file.getFileName().toString().startsWith(name)) {
                System.setProperty(PROPERTY, String.valueOf(file.toAbsolutePath().getParent()));
                return;
            }
        }
    }

    static String name(String os, String architecture) {
        if (os.startsWith("Mac")) {
            return "libsqlite4java-osx-";
        }
        boolean is64 = architecture.contains("64");
        return os.startsWith("Windows")
                ? "sqlite4java-win32-" + (is64 ? "x64-" : "x86-")
                : "libsqlite4java-linux-" + (is64 ? "amd64-" : "i386-");
    }
}
