package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The list of executions: a few hundred bytes of memory each, and one append-only file in which
/// the last record of an execution counts. The journals are the truth; this only finds them.
final class ExecutionStore implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(ExecutionStore.class.getName());

    private final Path journals;
    private final RecordFile file;
    private final Map<String, ExecutionRecord> executions = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    ExecutionStore(Path directory) {
        this.journals = directory.resolve("journals");
        try {
            Files.createDirectories(journals);
            this.file = RecordFile.open(directory.resolve("executions.log"));
            for (RecordFile.Entry entry = file.at(0);
                    entry != null;
                    entry = file.at(entry.next())) {
                remember(ExecutionRecord.of(JSON.readTree(entry.bytes())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open the executions in " + directory, e);
        }
    }

    private void remember(ExecutionRecord execution) {
        if (executions.put(execution.arn(), execution) == null) {
            order.add(execution.arn());
        }
    }

    /// Where the journal of an execution lies; names may have characters that file names may not.
    Path journal(String arn) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(arn.getBytes(StandardCharsets.UTF_8));
            return journals.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".journal");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// Keeps `execution`; it survives the loss of power when this returns.
    ///
    /// @throws UncheckedIOException if there is no space for it
    synchronized void put(ExecutionRecord execution) {
        append(execution);
        file.force();
        remember(execution);
    }

    /// Keeps that `execution` was announced, unless it has changed since. If a kill or a full disk
    /// prevents that, it is announced again.
    synchronized void announced(ExecutionRecord execution) {
        if (execution.equals(executions.get(execution.arn()))) {
            ExecutionRecord told = execution.announced();
            remember(told);
            try {
                append(told);
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.DEBUG, "may be announced twice: {0}", e.getMessage());
            }
        }
    }

    private void append(ExecutionRecord execution) {
        try {
            file.append(JSON.writeValueAsBytes(execution.toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain JSON values cannot fail to print", e);
        }
    }

    synchronized Optional<ExecutionRecord> find(String arn) {
        return Optional.ofNullable(executions.get(arn));
    }

    /// @throws ApiException `ExecutionDoesNotExist`
    ExecutionRecord get(String arn) {
        if (!arn.contains(":execution:")) {
            throw new ApiException(
                    "InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        return find(arn)
                .orElseThrow(() ->
                        new ApiException(
                                "ExecutionDoesNotExist",
                                400,
                                "Execution Does Not Exist: '" + arn + "'"));
    }

    /// A page of a listing.
    ///
    /// @param next position to go on from, negative at the end
    record Page(List<ExecutionRecord> executions, long next) {}

    /// The executions that `wanted` takes, newest first.
    ///
    /// @param from 0 for the first page, else a page's `next`
    synchronized Page list(Predicate<ExecutionRecord> wanted, long from, int size) {
        List<ExecutionRecord> page = new ArrayList<>();
        long start = from == 0 ? order.size() : Math.min(from, order.size());
        for (int i = (int) start - 1; i >= 0; i--) {
            ExecutionRecord execution = executions.get(order.get(i));
            if (execution != null && wanted.test(execution)) {
                if (page.size() == size) {
                    return new Page(page, i + 1L);
                }
                page.add(execution);
            }
        }
        return new Page(page, -1);
    }

    @Override
    public void close() {
        file.close();
    }
}
