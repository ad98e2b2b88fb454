package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.chunk.MessageView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Reads samples one by one. Those that lie behind the file's end, and those whose units do not fit
/// into them, are lost; the others come.
final class Mp4Cursor implements MessageCursor {

    private final Mp4Recording recording;
    private final ReadOptions options;
    private final int[] order;
    private final LossRecorder losses = new LossRecorder();
    private final MessageView view = new MessageView();
    private ByteBuffer sample = ByteBuffer.allocate(0);
    private int next;

    /// Samples behind the file's end, of which the first is at that place.
    private long cut;

    private long cutAt;

    Mp4Cursor(Mp4Recording recording, ReadOptions options) {
        this.recording = recording;
        this.options = options;
        this.order = order(recording, options);
    }

    private static int[] order(Mp4Recording recording, ReadOptions options) {
        if (!options.wantsTopic(recording.topic().name())) {
            return new int[0];
        }
        IntStream samples =
                IntStream.range(0, recording.track().samples().count())
                        .filter(sample -> options.wantsTime(recording.time(sample)));
        return switch (options.order()) {
            case FILE -> samples.toArray();
            case LOG_TIME ->
                    samples.boxed()
                            .sorted(Comparator.comparingLong(recording::time))
                            .mapToInt(Integer::intValue)
                            .toArray();
        };
    }

    @Override
    public boolean next() throws IOException {
        view.clear();
        while (next < order.length) {
            if (show(order[next++])) {
                return true;
            }
        }
        return false;
    }

    private boolean show(int number) throws IOException {
        SampleTable samples = recording.track().samples();
        long at = samples.offsets[number];
        int size = samples.sizes[number];
        if (size > recording.source().size() - at) {
            cutAt = cut == 0 ? at : Math.min(cutAt, at);
            cut++;
            return false;
        }
        if (size > options.maxChunkBytes()) {
            lose(
                    Loss.Reason.TOO_LARGE,
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
            ParameterSets codec = recording.track().codec();
            byte[] unit = codec.annexB(sample, samples.keyframes.get(number));
            long time = recording.time(number);
            String frame = recording.topic().name();
            ByteBuffer message = VideoMessage.of(time, frame, unit, codec.format());
            view.show(recording.topic(), time, time, number, message, 0, message.limit());
            return true;
        } catch (MalformedBoxException e) {
            lose(Loss.Reason.MALFORMED, number, "is no run of units: " + e.getMessage());
            return false;
        }
    }

    private void lose(Loss.Reason reason, int number, String what) {
        SampleTable samples = recording.track().samples();
        long at = samples.offsets[number];
        losses.add(
                new Loss(
                        reason,
                        at,
                        at + samples.sizes[number],
                        recording.topic().name(),
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
        LossReport report = losses.toReport();
        if (cut == 0) {
            return report;
        }
        long end = recording.source().size();
        Loss behind =
                new Loss(
                        Loss.Reason.TRUNCATED,
                        Math.min(cutAt, end),
                        end,
                        recording.topic().name(),
                        cut,
                        "%s: %d frames lie behind the file's end at byte %d"
                                .formatted(recording.name(), cut, end));
        LossRecorder all = new LossRecorder();
        all.addAll(report);
        all.add(behind);
        return all.toReport();
    }

    /// Holds nothing but memory.
    @Override
    public void close() {
        next = order.length;
        view.clear();
    }
}
