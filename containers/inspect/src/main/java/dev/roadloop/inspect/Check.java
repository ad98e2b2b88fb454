package dev.roadloop.inspect;

import java.util.List;

/// What an inspection looks for, and the numbers that each finding carries. How severe a finding is
/// stands in the [SensorPolicy], not here.
public enum Check {
    /// A file that is no recording.
    UNREADABLE_FILE(
            "A file of the drive is no recording that can be opened.",
            number("bytes", "the file's size")),
    /// Nothing in it.
    NO_MESSAGES(
            "The recordings can be opened, but hold no message.",
            number("messages", "found: 0"),
            number("files", "recordings that were read")),
    /// Too broad.
    TOO_MANY_TOPICS(
            "More topics than the policy allows; each would become a table of its own.",
            number("topics", "found"),
            number("maxTopics", "the policy's limit")),
    /// Messages that are gone.
    DATA_LOST(
            "A damaged place of a file from which messages were lost, or may have been.",
            number("fromByte", "where the damage begins"),
            number("toByte", "where reading goes on"),
            number("messages", "how many were lost; left out where that cannot be known")),
    /// More of those.
    FURTHER_DATA_LOST(
            "Further damaged places, beyond those that are listed one by one.",
            number("places", "how many")),
    /// An index that is wrong.
    INDEX_DAMAGED(
            "A damaged place that cost no message: an index or a summary.",
            number("fromByte", "where the damage begins"),
            number("toByte", "where reading goes on")),
    /// Damage beyond what is tolerable.
    TOO_MUCH_LOST(
            "More of the files lies in damaged ranges than the policy tolerates.",
            number("lostFraction", "found, 0 to 1"),
            number("maxLostFraction", "the policy's limit")),
    /// No decoder.
    UNDECODABLE_TOPIC(
            "A topic whose schema is missing, malformed or of an unsupported encoding. Its messages"
                    + " are kept as bytes.",
            number("undecodable", "messages that have no decoder"),
            number("messages", "of the topic")),
    /// Broken messages.
    UNDECODABLE_MESSAGES(
            "Messages that do not follow their topic's schema. They are kept as bytes.",
            number("undecodable", "found"),
            number("messages", "of the topic")),
    /// Log time runs backwards.
    TIME_BACKWARDS(
            "Messages of a topic with a log time before that of the message before.",
            number("backwardSteps", "how often"),
            number("messages", "of the topic"),
            number("greatestStepSeconds", "the greatest step back")),
    /// Too long to be true.
    SPAN_TOO_LONG(
            "First and last log time lie further apart than a drive can be long.",
            number("spanHours", "found"),
            number("maxSpanHours", "the policy's limit")),
    /// Before there were such recordings.
    CLOCK_NOT_SET(
            "The log clock starts before the policy's earliest year: it was not set.",
            number("year", "found"),
            number("earliestYear", "the policy's limit")),
    /// Headers without stamp.
    STAMP_MISSING(
            "Messages whose header stamp is zero.",
            number("unstamped", "found"),
            number("messages", "of the topic")),
    /// Stamps of another clock.
    STAMP_OFFSET(
            "Header stamps of a topic lie far from the log time.",
            number("medianOffsetSeconds", "stamp minus log time, median"),
            number("maxOffsetSeconds", "the policy's limit")),
    /// Stamps that jump.
    STAMP_JUMP(
            "The distance between header stamp and log time changes at once.",
            number("jumps", "how often it changed by more than the limit"),
            number("jumpSeconds", "the greatest change from one message to the next"),
            number("maxJumpSeconds", "the policy's limit"),
            number("atSeconds", "when that was, in seconds since the first message of the drive")),
    /// Stamps of a clock that runs differently.
    STAMP_DRIFT(
            "The clock of the header stamps runs faster or slower than the log clock.",
            number("driftPpm", "how much faster, in millionths"),
            number("maxDriftPpm", "the policy's limit"),
            number("spanSeconds", "over which this was measured")),
    /// Stamps that run backwards.
    STAMP_BACKWARDS(
            "Header stamps go back while the log clock does not.",
            number("backwardSteps", "how often"),
            number("messages", "of the topic")),
    /// The GPS says another time.
    GPS_CLOCK_OFFSET(
            "The GPS's time lies far from the log time. The message says if the distance is that of"
                    + " a time zone or of the leap seconds.",
            number("medianOffsetSeconds", "GPS time minus log time, median"),
            number("maxOffsetSeconds", "the policy's limit")),
    /// The GPS's clock runs differently.
    GPS_CLOCK_DRIFT(
            "The log clock runs slower or faster than the GPS's time.",
            number("driftPpm", "how much faster the GPS's time runs, in millionths"),
            number("maxDriftPpm", "the policy's limit"),
            number("spanSeconds", "over which this was measured")),
    /// The GPS's times scatter.
    GPS_CLOCK_JITTER(
            "The GPS's time scatters around the log time.",
            number("jitterSeconds", "found, as a standard deviation that ignores outliers"),
            number("maxJitterSeconds", "the policy's limit")),
    /// The GPS's clock jumps.
    GPS_CLOCK_JUMP(
            "The distance between GPS time and log time changes at once, as when a receiver settles"
                    + " or the log clock is set.",
            number("jumps", "how often it changed by more than the limit"),
            number("jumpSeconds", "the greatest change from one message to the next"),
            number("maxJumpSeconds", "the policy's limit"),
            number("atSeconds", "when that was, in seconds since the first message of the drive")),
    /// A sensor that should be there.
    SENSOR_MISSING(
            "No topic of a sensor that the policy expects.",
            number("expected", "topics: 1 or more"),
            number("found", "topics")),
    /// A sensor that must be there.
    REQUIRED_SENSOR_MISSING(
            "No topic of a sensor that the policy requires.",
            number("expected", "topics: 1 or more"),
            number("found", "topics")),
    /// Too slow.
    RATE_LOW(
            "A sensor's topic has fewer messages a second than the policy expects.",
            number("rateHz", "mean rate found"),
            number("minRateHz", "the policy's limit")),
    /// Too fast.
    RATE_HIGH(
            "A sensor's topic has more messages a second than the policy expects.",
            number("rateHz", "mean rate found"),
            number("maxRateHz", "the policy's limit")),
    /// Silence.
    GAP(
            "A sensor is silent for longer than the policy allows.",
            number("gapSeconds", "the longest silence"),
            number("maxGapSeconds", "the policy's limit"),
            number("gaps", "how many silences are longer than that"),
            number("silentSeconds", "how long those are together"),
            number("atSeconds", "when the first begins, since the first message of the drive")),
    /// Silence at the start.
    STARTS_LATE(
            "A sensor's first message comes later after the drive's first than the longest silence"
                    + " that the policy allows.",
            number("lateSeconds", "found"),
            number("maxGapSeconds", "the policy's limit")),
    /// Silence at the end.
    ENDS_EARLY(
            "A sensor's last message comes earlier before the drive's last than the longest silence"
                    + " that the policy allows.",
            number("earlySeconds", "found"),
            number("maxGapSeconds", "the policy's limit")),
    /// Positions without a place.
    POSITION_WITHOUT_FIX(
            "Positions that are no place on Earth or were reported without a fix. They are not"
                    + " used.",
            number("withoutFix", "found"),
            number("withFix", "the others"));

    private final String meaning;
    private final List<Number> numbers;

    Check(String meaning, Number... numbers) {
        this.meaning = meaning;
        this.numbers = List.of(numbers);
    }

    /// A number that a finding carries.
    ///
    /// @param name with its unit
    /// @param meaning for people
    record Number(String name, String meaning) {}

    private static Number number(String name, String meaning) {
        return new Number(name, meaning);
    }

    /// What a finding of this kind says, for people.
    public String meaning() {
        return meaning;
    }

    List<Number> numbers() {
        return numbers;
    }
}
