package dev.roadloop.sweep;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.roadloop.sweep.search.Configuration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a journal is made of. The first entry is [Opened], no other is.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Entry.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Entry.Told.class, name = "told")
})
public sealed interface Entry {

    /// What the sweep is.
    ///
    /// @param file text of its YAML
    /// @param seed of all that is left to chance
    /// @param budget when it ends
    /// @param setting what all trials share, such as the dataset's digest; a sweep that goes on
    ///   must have the same
    record Opened(String file, long seed, Budget budget, SortedMap<String, String> setting)
            implements Entry {
        public Opened {
            setting = Collections.unmodifiableSortedMap(new TreeMap<>(setting));
        }
    }

    /// A worker was given a job: a trial, up to a rung.
    ///
    /// @param rung one above the last means to the trial's end
    /// @param worker its number, from 0
    record Asked(int trial, int rung, int worker, Configuration configuration) implements Entry {}

    /// What came out of a job.
    ///
    /// @param iterations the trial has done in all
    /// @param value of the metric after them; absent if there is none, or none that is a number
    /// @param seconds of the device that the job took
    /// @param metrics all that the trial is known for
    /// @param message why it failed
    record Told(
            int trial,
            int rung,
            TrialEnd end,
            int iterations,
            @Nullable Double value,
            double seconds,
            SortedMap<String, Double> metrics,
            @Nullable String message)
            implements Entry {
        public Told {
            SortedMap<String, Double> finite = new TreeMap<>();
            for (Map.Entry<String, Double> metric : metrics.entrySet()) {
                if (Double.isFinite(metric.getValue())) {
                    finite.put(metric.getKey(), metric.getValue());
                }
            }
            metrics = Collections.unmodifiableSortedMap(finite);
            value = value == null || !Double.isFinite(value) ? null : value;
            if (iterations < 0 || !(seconds >= 0 && Double.isFinite(seconds))) {
                throw new IllegalArgumentException(
                        "trial %d: expected iterations and seconds from 0, found %d and %s"
                                .formatted(trial, iterations, seconds));
            }
        }
    }
}
