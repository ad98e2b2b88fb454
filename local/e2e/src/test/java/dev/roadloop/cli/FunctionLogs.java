package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What functions have logged.
public final class FunctionLogs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_LAMBDA = Pattern.compile("(START|END|REPORT) RequestId: .*");

    private FunctionLogs() {}

    /// Holds every line of theirs, but for those that Lambda writes, to be one object of JSON:
    /// queries and metric filters find nothing in any other.
    ///
    /// @param state folder of the embedded mode
    public static void assertStructured(Path state) {
        LogStore logs = new LogStore(state.resolve("logs"), Clock.systemUTC());
        List<String> lines = new ArrayList<>();
        for (String group : logs.groups()) {
            if (!group.endsWith("JobLogs")) {
                logs.streams(group)
                        .forEach(stream ->
                                logs.read(
                                        group,
                                        stream,
                                        event -> lines.add(group + ": " + event.message())));
            }
        }
        List<String> own = lines.stream().filter(line -> !isOfLambda(line)).toList();
        assertThat(own).isNotEmpty().allMatch(FunctionLogs::isObject, "an object of JSON");
    }

    private static boolean isOfLambda(String line) {
        return OF_LAMBDA.matcher(message(line)).matches();
    }

    private static boolean isObject(String line) {
        try {
            return JSON.readTree(message(line)).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static String message(String line) {
        return line.substring(line.indexOf(": ") + 2);
    }
}
