package dev.roadloop.cli;

import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.file.FullDisk;
import dev.roadloop.sensorlog.RecordingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// Turns what went wrong into one sentence on the error stream and an exit code; never a stack
/// trace unless `ROADLOOP_DEBUG` is set.
final class Failures implements IExecutionExceptionHandler {

    /// What the system says of paths where nothing can be written.
    private static final Set<String> LASTING =
            Set.of(
                    "Not a directory",
                    "Is a directory",
                    "Read-only file system",
                    "File name too long");

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        command.getErr()
                .println(command.getColorScheme().errorText("roadloop: " + sentence(failure)));
        if (System.getenv("ROADLOOP_DEBUG") != null) {
            failure.printStackTrace(command.getErr());
        }
        return code(failure);
    }

    private static String sentence(Exception failure) {
        if (failure instanceof UncheckedIOException io
                && String.valueOf(io.getCause()).equals(io.getMessage())) {
            return sentence(cause(io));
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file; check the path";
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + reason(file);
        }
        if (failure instanceof FileSystemException file && isLasting(file)) {
            return file.getFile() + ": " + file.getReason() + "; check the path";
        }
        if (failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            AwsErrorDetails details = refused.awsErrorDetails();
            return details.serviceName()
                    + " answered "
                    + details.errorCode()
                    + ": "
                    + details.errorMessage();
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                        + "; set ROADLOOP_DEBUG=1 and run this again to see where"
                : message;
    }

    private static IOException cause(UncheckedIOException failure) {
        return Objects.requireNonNull(failure.getCause());
    }

    /// Of exceptions whose message is no more than the file's name.
    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no permission; check who may read and write it";
            case FileAlreadyExistsException there -> "it is in the way; name another or delete it";
            default -> failure.getClass().getSimpleName();
        };
    }

    /// Whether the same path fails again, whatever the moment.
    private static boolean isLasting(FileSystemException failure) {
        String reason = failure.getReason();
        return reason != null && LASTING.contains(reason);
    }

    /// Of a failure to read or write.
    static int codeOf(IOException failure) {
        return FullDisk.is(failure) ? ExitCode.NO_ROOM : ExitCode.TRANSIENT;
    }

    private static int code(Exception failure) {
        return switch (failure) {
            case RoadloopException known -> known.kind().exitCode();
            case RecordingException bad -> ExitCode.BAD_INPUT;
            case NoSuchFileException missing -> ExitCode.BAD_INPUT;
            case AccessDeniedException denied -> ExitCode.BAD_INPUT;
            case FileAlreadyExistsException there -> ExitCode.BAD_INPUT;
            case FileSystemException file when isLasting(file) -> ExitCode.BAD_INPUT;
            case WrongOption wrong -> ExitCode.USAGE;
            case IllegalArgumentException bad -> ExitCode.BAD_INPUT;
            case MalformedJsonException bad -> ExitCode.BAD_INPUT;
            case IOException io -> codeOf(io);
            case UncheckedIOException io -> code(cause(io));
            case SdkServiceException answer
                    when answer.statusCode() >= 500 || answer.isThrottlingException() ->
                    ExitCode.TRANSIENT;
            case SdkServiceException refused -> ExitCode.BAD_INPUT;
            case SdkClientException unreachable -> ExitCode.TRANSIENT;
            default -> ExitCode.INTERNAL;
        };
    }
}
