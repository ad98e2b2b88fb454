package dev.roadloop.convert.clip;

import dev.roadloop.convert.product.DriveTopic;

/// What one topic has in one clip. Does not depend on the order of its messages.
final class SensorSpan {

    /// Parts of a clip for each of which is known whether there was a message.
    static final int PARTS = 100;

    final DriveTopic topic;
    private long messages;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long heardEarly;
    private long heardLate;

    SensorSpan(DriveTopic topic) {
        this.topic = topic;
    }

    /// Takes a message.
    ///
    /// @param part the hundredth of the clip in which it was logged
    void add(long logTime, int part) {
        messages++;
        first = Math.min(first, logTime);
        last = Math.max(last, logTime);
        if (part < PARTS / 2) {
            heardEarly |= 1L << part;
        } else {
            heardLate |= 1L << part - PARTS / 2;
        }
    }

    long messages() {
        return messages;
    }

    /// Earliest log time.
    long first() {
        return first;
    }

    /// Latest log time.
    long last() {
        return last;
    }

    /// The longest run of parts without a message.
    ///
    /// @param parts how many parts of the clip the drive covers
    int longestGap(int parts) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < parts; i++) {
            boolean heard =
                    ((i < PARTS / 2 ? heardEarly >>> i : heardLate >>> i - PARTS / 2) & 1) != 0;
            run = heard ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
