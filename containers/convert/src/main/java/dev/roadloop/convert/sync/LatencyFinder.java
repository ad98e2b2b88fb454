package dev.roadloop.convert.sync;

import dev.roadloop.contracts.SensorLatency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Finds how late satellite navigation is, by laying its speed over the speed that the vehicle's
/// other sensors show, both by log time. The reference is the other topic with the most messages.
final class LatencyFinder {

    /// Metres per second: a block with less change tells no time.
    private static final double LEAST_DEVIATION = 0.5;

    private static final long LEAST_GAP = 40_000_000L;

    private LatencyFinder() {}

    private record Candidate(SpeedSource source, TopicSamples samples) {}

    static List<SensorLatency> find(Iterable<TopicSamples> topics) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (TopicSamples samples : topics) {
            SpeedSource.of(samples.plan())
                    .ifPresent(source -> candidates.add(new Candidate(source, samples)));
        }
        Optional<Candidate> reference =
                candidates.stream()
                        .filter(candidate -> !candidate.source().satellite())
                        .max(Comparator.comparingLong(candidate -> candidate.samples().count()));
        List<SensorLatency> found = new ArrayList<>();
        if (reference.isEmpty()) {
            return found;
        }
        TimeSeries truth = series(reference.get());
        for (Candidate candidate : candidates) {
            if (candidate.source().satellite()) {
                Alignment.of(series(candidate), truth, LEAST_DEVIATION)
                        .ifPresent(alignment ->
                                found.add(
                                        new SensorLatency(
                                                candidate.source().topic(),
                                                reference.get().source().topic(),
                                                "speed",
                                                alignment.seconds(),
                                                alignment.uncertaintySeconds(),
                                                alignment.correlation(),
                                                alignment.comparedSeconds())));
            }
        }
        return found;
    }

    private static TimeSeries series(Candidate candidate) throws IOException {
        TimeSeries series = new TimeSeries();
        SampleSpool.Reader reader = candidate.samples().reader();
        Sample before = null;
        for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
            OptionalDouble speed = candidate.source().speed(before, sample);
            if (speed.isPresent()) {
                long time = candidate.source().time(before, sample);
                series.add(time, speed.getAsDouble(), LEAST_GAP);
            }
            before = sample;
        }
        return series;
    }
}
