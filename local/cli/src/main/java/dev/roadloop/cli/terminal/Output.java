package dev.roadloop.cli.terminal;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a command prints. Writers that print keep quiet where nothing can be written, on a full
/// disk for one; this remembers why.
public final class Output {

    private final PrintWriter writer;
    private @Nullable IOException failure;

    /// @param to where it goes, in the terminal's character set
    public Output(OutputStream to) {
        this.writer =
                new PrintWriter(
                        new BufferedWriter(
                                new OutputStreamWriter(new Watched(to), System.out.charset())),
                        true);
    }

    /// The process's own.
    public static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out));
    }

    /// To print with.
    public PrintWriter writer() {
        return writer;
    }

    /// Why something that was printed did not arrive; empty where all of it did.
    public Optional<IOException> failure() {
        writer.flush();
        return Optional.ofNullable(failure);
    }

    private final class Watched extends OutputStream {
        private final OutputStream to;

        Watched(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                to.write(bytes, from, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }
    }
}
