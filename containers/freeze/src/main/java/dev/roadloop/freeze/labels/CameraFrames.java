package dev.roadloop.freeze.labels;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageSchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Takes the frames of the front camera out of a generated recording.
final class CameraFrames {
    private static final String TOPIC = "/camera/front/image/compressed";

    private CameraFrames() {}

    /// The recording whose truth a file is.
    ///
    /// @param absent whether a picture is as good as there, whose recording need not be
    /// @throws CallerException if there is none
    static Path recordingBeside(Path truth, String source, Predicate<Path> absent) {
        String file = truth.getFileName().toString();
        String stem = file.substring(0, file.length() - ".truth.json".length());
        for (String ending : List.of(".mcap", ".bag")) {
            Path recording = truth.resolveSibling(stem + ending);
            if (Files.exists(recording) || absent.test(frame(recording, 0))) {
                return recording;
            }
        }
        throw new CallerException(
                "%s: expected the recording of %s beside it, %s.mcap or %s.bag; found neither"
                        .formatted(truth, source, stem, stem));
    }

    /// What a frame of a recording is called, wherever it lies: `000000.jpg` below its recording.
    static Path frame(Path recording, int index) {
        return recording.resolve("%06d.jpg".formatted(index));
    }

    /// The frames of a recording among some pictures, in its order.
    static List<Path> among(Predicate<Path> pictures, Path recording) {
        return IntStream.iterate(0, index -> index + 1)
                .mapToObj(index -> frame(recording, index))
                .takeWhile(pictures)
                .toList();
    }

    /// Writes each frame as it is to a file, `000000.jpg` and so on.
    ///
    /// @return the files, in the order of the recording
    static List<Path> unpack(Path recording, Path into) throws IOException {
        Files.createDirectories(into);
        List<Path> files = new ArrayList<>();
        MessageDecoder decoder = null;
        try (Recording opened = Recordings.open(recording);
                MessageCursor cursor = opened.read(ReadOptions.all().withTopics(Set.of(TOPIC)))) {
            while (cursor.next()) {
                Message message = cursor.message();
                if (decoder == null) {
                    decoder = decoder(recording, message.topic());
                }
                Path file = frame(into, files.size());
                OutputFile.write(file, picture(recording, decoder, message.data()));
                files.add(file);
            }
            if (!cursor.losses().losses().isEmpty()) {
                throw new CallerException(
                        recording + ": expected a recording that is whole, found damage");
            }
        }
        return files;
    }

    private static MessageDecoder decoder(Path recording, Topic topic) {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        try {
            return MessageDecoder.compile(
                    topic.name(),
                    topic.messageEncoding(),
                    topic.schema().encoding(),
                    topic.schema().name(),
                    schema);
        } catch (MessageSchemaException e) {
            throw new CallerException(recording + ": " + TOPIC + ": " + e.getMessage(), e);
        }
    }

    private static byte[] picture(Path recording, MessageDecoder decoder, ByteBuffer data) {
        byte[] message = new byte[data.remaining()];
        data.get(message);
        @Nullable Object found;
        try {
            found = decoder.decode(message, 0, message.length).fields().get("data");
        } catch (MessageDecodeException e) {
            throw new CallerException(recording + ": " + TOPIC + ": " + e.getMessage(), e);
        }
        if (found instanceof ByteBuffer picture) {
            byte[] bytes = new byte[picture.remaining()];
            picture.get(bytes);
            return bytes;
        }
        throw new CallerException(
                recording + ": " + TOPIC + ": expected pictures in the field data, found none");
    }
}
