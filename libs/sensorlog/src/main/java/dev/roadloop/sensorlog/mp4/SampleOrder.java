package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ReadOptions;
import java.util.Comparator;
import java.util.stream.IntStream;

/// In which order the samples of a file's videos are read.
///
/// Memory: 4 bytes for each sample; while sorting by time, 24.
final class SampleOrder {

    private final Mp4Recording recording;

    /// Samples of all tracks before each, and of all.
    private final int[] first;

    private final int[] order;

    SampleOrder(Mp4Recording recording, ReadOptions options) {
        this.recording = recording;
        int tracks = recording.tracks().size();
        this.first = new int[tracks + 1];
        for (int track = 0; track < tracks; track++) {
            first[track + 1] = first[track] + recording.samples(track).count();
        }
        this.order = wanted(options);
    }

    private int[] wanted(ReadOptions options) {
        IntStream samples =
                byPlace()
                        .filter(it ->
                                options.wantsTopic(recording.topic(track(it)).name())
                                        && options.wantsTime(time(it)));
        return switch (options.order()) {
            case FILE -> samples.toArray();
            case LOG_TIME ->
                    samples.boxed()
                            .sorted(Comparator.comparingLong(this::time))
                            .mapToInt(Integer::intValue)
                            .toArray();
        };
    }

    /// Of several videos the sample comes next that lies first in the file; those of each stay in
    /// the order of decoding.
    private IntStream byPlace() {
        if (first.length == 2) {
            return IntStream.range(0, first[1]);
        }
        int[] next = first.clone();
        return IntStream.generate(
                        () -> {
                            int best = -1;
                            for (int track = 0; track < first.length - 1; track++) {
                                if (next[track] < first[track + 1]
                                        && (best < 0 || place(next[track]) < place(next[best]))) {
                                    best = track;
                                }
                            }
                            return next[best]++;
                        })
                .limit(first[first.length - 1]);
    }

    private long place(int global) {
        int track = track(global);
        return recording.samples(track).offset(global - first[track]);
    }

    private long time(int global) {
        int track = track(global);
        return recording.time(track, global - first[track]);
    }

    private int track(int global) {
        int track = 0;
        while (global >= first[track + 1]) {
            track++;
        }
        return track;
    }

    int count() {
        return order.length;
    }

    /// Of which track the sample is that is read at this turn.
    int trackAt(int turn) {
        return track(order[turn]);
    }

    /// Which of its track's samples that is.
    int sampleAt(int turn) {
        return order[turn] - first[trackAt(turn)];
    }
}
