package dev.roadloop.embedded.stepfunctions.asl;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which fields each state type has in the JSONata dialect, and of what JSON type.
final class StateFields {

    /// What a field's literal may be; `E` after it: or an expression.
    enum Kind {
        STRING,
        STRING_E,
        BOOLEAN,
        NUMBER,
        NUMBER_E,
        INTEGER,
        INTEGER_E,
        OBJECT,
        ARRAY,
        ARRAY_E,
        ANY
    }

    private static final String COMMON = "Type:STRING Comment:STRING QueryLanguage:STRING ";
    private static final String FLOW = COMMON + "Next:STRING End:BOOLEAN Assign:OBJECT Output:ANY ";

    private static final Map<String, Map<String, Kind>> FIELDS =
            Map.ofEntries(
                    entry("Pass", FLOW),
                    entry("Succeed", COMMON + "Output:ANY"),
                    entry("Fail", COMMON + "Error:STRING_E Cause:STRING_E"),
                    entry("Wait", FLOW + "Seconds:INTEGER_E Timestamp:STRING_E"),
                    entry(
                            "Choice",
                            COMMON + "Choices:ARRAY Default:STRING Assign:OBJECT Output:ANY"),
                    entry(
                            "Task",
                            FLOW
                                    + "Resource:STRING Arguments:ANY Credentials:OBJECT"
                                    + " TimeoutSeconds:INTEGER_E HeartbeatSeconds:INTEGER_E"
                                    + " Retry:ARRAY Catch:ARRAY"),
                    entry(
                            "Parallel",
                            FLOW + "Branches:ARRAY Arguments:ANY Retry:ARRAY Catch:ARRAY"),
                    entry(
                            "Map",
                            FLOW
                                    + "Items:ARRAY_E ItemSelector:ANY ItemProcessor:OBJECT"
                                    + " ItemReader:OBJECT ItemBatcher:OBJECT ResultWriter:OBJECT"
                                    + " MaxConcurrency:INTEGER_E ToleratedFailureCount:INTEGER_E"
                                    + " ToleratedFailurePercentage:NUMBER_E Label:STRING"
                                    + " Retry:ARRAY Catch:ARRAY"),
                    entry(
                            "Machine",
                            "Comment:STRING StartAt:STRING States:OBJECT Version:STRING"
                                    + " TimeoutSeconds:INTEGER QueryLanguage:STRING"),
                    entry(
                            "Branch",
                            "Comment:STRING StartAt:STRING States:OBJECT QueryLanguage:STRING"),
                    entry(
                            "ItemProcessor",
                            "Comment:STRING StartAt:STRING States:OBJECT ProcessorConfig:OBJECT"
                                    + " QueryLanguage:STRING"),
                    entry("ProcessorConfig", "Mode:STRING ExecutionType:STRING"),
                    entry(
                            "Rule",
                            "Condition:ANY Next:STRING Assign:OBJECT Output:ANY Comment:STRING"),
                    entry(
                            "Retry",
                            "ErrorEquals:ARRAY IntervalSeconds:INTEGER BackoffRate:NUMBER"
                                    + " MaxAttempts:INTEGER MaxDelaySeconds:INTEGER"
                                    + " JitterStrategy:STRING Comment:STRING"),
                    entry(
                            "Catch",
                            "ErrorEquals:ARRAY Next:STRING Assign:OBJECT Output:ANY"
                                    + " Comment:STRING"),
                    entry("ItemReader", "Resource:STRING Arguments:ANY ReaderConfig:OBJECT"),
                    entry(
                            "ReaderConfig",
                            "InputType:STRING Transformation:STRING CSVHeaderLocation:STRING"
                                    + " CSVHeaders:ARRAY CSVDelimiter:STRING MaxItems:INTEGER_E"
                                    + " ManifestType:STRING ItemsPointer:STRING"),
                    entry(
                            "ItemBatcher",
                            "MaxItemsPerBatch:INTEGER_E MaxInputBytesPerBatch:INTEGER_E"
                                    + " BatchInput:ANY"),
                    entry("ResultWriter", "Resource:STRING Arguments:ANY WriterConfig:OBJECT"),
                    entry("WriterConfig", "OutputType:STRING Transformation:STRING"));

    static final List<String> STATE_TYPES =
            List.of("Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map");

    /// Fields of the JSONPath dialect, each with what replaces it.
    static final Map<String, String> JSONPATH_FIELDS =
            Map.ofEntries(
                    Map.entry("InputPath", "Arguments or Output"),
                    Map.entry("OutputPath", "Output"),
                    Map.entry("ResultPath", "Output or Assign"),
                    Map.entry("ResultSelector", "Output"),
                    Map.entry("Parameters", "Arguments"),
                    Map.entry("Result", "Output"),
                    Map.entry("ItemsPath", "Items"),
                    Map.entry("SecondsPath", "Seconds"),
                    Map.entry("TimestampPath", "Timestamp"),
                    Map.entry("TimeoutSecondsPath", "TimeoutSeconds"),
                    Map.entry("HeartbeatSecondsPath", "HeartbeatSeconds"),
                    Map.entry("MaxConcurrencyPath", "MaxConcurrency"),
                    Map.entry("ToleratedFailureCountPath", "ToleratedFailureCount"),
                    Map.entry("ToleratedFailurePercentagePath", "ToleratedFailurePercentage"),
                    Map.entry("ErrorPath", "Error"),
                    Map.entry("CausePath", "Cause"),
                    Map.entry("Variable", "Condition"),
                    Map.entry("Iterator", "ItemProcessor"));

    private StateFields() {}

    /// The fields of `type`, which is a state type or the name of a nested object.
    static Map<String, Kind> of(String type) {
        Map<String, Kind> fields = FIELDS.get(type);
        if (fields == null) {
            throw new IllegalArgumentException("No state type or nested object is called " + type);
        }
        return fields;
    }

    private static Map.Entry<String, Map<String, Kind>> entry(String type, String fields) {
        Map<String, Kind> kinds = new TreeMap<>();
        for (String field : fields.strip().split(" +")) {
            String[] parts = field.split(":");
            kinds.put(parts[0], Kind.valueOf(parts[1]));
        }
        return Map.entry(type, kinds);
    }
}
