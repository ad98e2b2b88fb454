package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.chunk.MessageView;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads samples one by one. Those that lie behind the file's end, and those whose units do not fit
/// into them, are lost; the others come.
final class Mp4Cursor implements MessageCursor {

    private final Mp4Recording recording;
    private final ReadOptions options;
    private final SampleOrder order;
    private final LossRecorder losses = new LossRecorder();
    private final MessageView view = new MessageView();

    /// Of each track, its samples behind the file's end, and where the first of them is.
    private final long[] cut;

    private final long[] cutAt;
    private ByteBuffer sample = ByteBuffer.allocate(0);
    private int next;

    Mp4Cursor(Mp4Recording recording, ReadOptions options) {
        this.recording = recording;
        this.options = options;
        this.order = new SampleOrder(recording, options);
        this.cut = new long[recording.tracks().size()];
        this.cutAt = new long[recording.tracks().size()];
        losses.addAll(recording.losses());
    }

    @Override
    public boolean next() throws IOException {
        view.clear();
        while (next < order.count()) {
            int turn = next++;
            if (show(order.trackAt(turn), order.sampleAt(turn))) {
                return true;
            }
        }
        return false;
    }

    private boolean show(int track, int number) throws IOException {
        SampleTable samples = recording.samples(track);
        long at = samples.offset(number);
        int size = samples.size(number);
        if (size > recording.source().size() - at) {
            cutAt[track] = cut[track] == 0 ? at : Math.min(cutAt[track], at);
            cut[track]++;
            return false;
        }
        if (size > options.maxChunkBytes()) {
            lose(
                    Loss.Reason.TOO_LARGE,
                    track,
                    number,
                    "has %d bytes, and no more than %d are read"
                            .formatted(size, options.maxChunkBytes()));
            return false;
        }
        if (sample.capacity() < size) {
            sample = ByteBuffer.allocate(size);
        }
        recording.source().read(at, sample.clear().limit(size));
        sample.flip();
        try {
            ParameterSets codec = recording.tracks().get(track).codec();
            byte[] unit = codec.annexB(sample, samples.isKeyframe(number));
            long time = recording.time(track, number);
            Topic topic = recording.topic(track);
            ByteBuffer message = VideoMessage.of(time, topic.name(), unit, codec.format());
            view.show(topic, time, time, number, message, 0, message.limit());
            return true;
        } catch (MalformedBoxException e) {
            lose(Loss.Reason.MALFORMED, track, number, "is no run of units: " + e.getMessage());
            return false;
        }
    }

    private void lose(Loss.Reason reason, int track, int number, String what) {
        SampleTable samples = recording.samples(track);
        long at = samples.offset(number);
        losses.add(
                new Loss(
                        reason,
                        at,
                        at + samples.size(number),
                        recording.topic(track).name(),
                        1L,
                        "%s: frame %d at byte %d %s"
                                .formatted(recording.name(), number, at, what)));
    }

    @Override
    public Message message() {
        view.topic();
        return view;
    }

    @Override
    public LossReport losses() {
        LossRecorder all = new LossRecorder();
        all.addAll(losses.toReport());
        long end = recording.source().size();
        for (int track = 0; track < cut.length; track++) {
            if (cut[track] > 0) {
                all.add(
                        new Loss(
                                Loss.Reason.TRUNCATED,
                                Math.min(cutAt[track], end),
                                end,
                                recording.topic(track).name(),
                                cut[track],
                                "%s: %d frames of %s lie behind the file's end at byte %d"
                                        .formatted(
                                                recording.name(),
                                                cut[track],
                                                recording.topic(track).name(),
                                                end)));
            }
        }
        return all.toReport();
    }

    @Override
    public double passed() {
        return order.count() == 0 ? 1 : (double) next / order.count();
    }

    /// Holds nothing but memory.
    @Override
    public void close() {
        next = order.count();
        view.clear();
    }
}
