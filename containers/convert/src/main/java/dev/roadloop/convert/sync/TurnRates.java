package dev.roadloop.convert.sync;

import dev.roadloop.convert.sync.TopicPlan.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the gyroscope with the most messages felt: how far the vehicle turned about each of its
/// three axes, by log time.
///
/// Memory: 48 bytes for each of at most 500,000 messages.
public final class TurnRates {

    private static final int AXES = 3;
    private static final long LEAST_GAP = 1_000_000L;
    private static final long LONGEST_GAP = 1_000_000_000L;

    private final String topic;
    private final TimeSeries[] turned = {new TimeSeries(), new TimeSeries(), new TimeSeries()};

    private TurnRates(String topic) {
        this.topic = topic;
    }

    /// The turns of the topic with the most messages that have an `angular_velocity`.
    static Optional<TurnRates> of(Iterable<TopicSamples> topics) throws IOException {
        List<TopicSamples> gyroscopes = new ArrayList<>();
        for (TopicSamples samples : topics) {
            if (slots(samples.plan()).size() == AXES) {
                gyroscopes.add(samples);
            }
        }
        Optional<TopicSamples> most =
                gyroscopes.stream().max(Comparator.comparingLong(TopicSamples::count));
        return most.isEmpty() ? Optional.empty() : Optional.of(read(most.get()));
    }

    private static List<Integer> slots(TopicPlan plan) {
        return plan.groups().stream()
                .filter(group -> group.fields().getFirst().startsWith("angular_velocity."))
                .map(Group::slot)
                .toList();
    }

    private static TurnRates read(TopicSamples samples) throws IOException {
        TurnRates made = new TurnRates(samples.plan().topic());
        List<Integer> slots = slots(samples.plan());
        SampleSpool.Reader reader = samples.reader();
        double[] sum = new double[AXES];
        double[] latest = new double[AXES];
        long time = Long.MIN_VALUE;
        for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
            if (!slots.stream().allMatch(sample::has)
                    || time != Long.MIN_VALUE && sample.logTime < time + LEAST_GAP) {
                continue;
            }
            boolean follows = time != Long.MIN_VALUE && sample.logTime - time <= LONGEST_GAP;
            double seconds = follows ? (sample.logTime - time) / 1e9 : 0;
            for (int axis = 0; axis < AXES; axis++) {
                double rate = sample.real(slots.get(axis));
                sum[axis] += (rate + latest[axis]) / 2 * seconds;
                latest[axis] = rate;
                made.turned[axis].add(sample.logTime, sum[axis], LEAST_GAP);
            }
            time = sample.logTime;
        }
        return made;
    }

    /// The gyroscope's topic.
    public String topic() {
        return topic;
    }

    /// How far the vehicle turned about an axis between two times, radians; not a number where it
    /// is not known.
    ///
    /// @param axis 0 for x, 1 for y, 2 for z
    /// @param from nanoseconds since the Unix epoch
    /// @param to likewise, at most a second later
    public double turned(int axis, long from, long to) {
        return turned[axis].at(to) - turned[axis].at(from);
    }
}
