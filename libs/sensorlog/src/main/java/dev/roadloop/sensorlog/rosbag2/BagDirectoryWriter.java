package dev.roadloop.sensorlog.rosbag2;

import com.github.luben.zstd.Zstd;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.mcap.McapWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a bag directory: `<name>_0.db3` or `.mcap`, `<name>_1…` where it is split, and
/// `metadata.yaml` when it is closed. Each file declares all topics, as those of rosbag2 do.
final class BagDirectoryWriter implements RecordingWriter {

    private final Path directory;
    private final String name;
    private final Rosbag2WriteOptions options;
    private final List<Topic> topics = new ArrayList<>();
    private final List<MetadataText.BagFile> finished = new ArrayList<>();
    private final BagTally all = new BagTally();
    private BagTally inFile = new BagTally();
    private long bytesInFile;
    private RecordingWriter writer;
    private boolean closed;

    /// @param directory exists and is empty
    /// @param name that files begin with
    BagDirectoryWriter(Path directory, String name, Rosbag2WriteOptions options)
            throws IOException {
        this.directory = directory;
        this.name = name;
        this.options = options;
        this.writer = begin();
    }

    private String fileName() {
        return name + "_" + finished.size() + options.storage().suffix();
    }

    private String storedName() {
        return options.packing() == Rosbag2WriteOptions.Packing.FILE
                ? fileName() + ZstdFile.SUFFIX
                : fileName();
    }

    private RecordingWriter begin() throws IOException {
        Path file = directory.resolve(fileName());
        return switch (options.storage()) {
            case SQLITE -> new SqliteWriter(file, storedName(), options);
            case MCAP -> Mcap.create(OutputFile.create(file), options.mcap(), "ros2");
        };
    }

    @Override
    public Topic addTopic(
            String topic, String messageEncoding, Schema schema, Map<String, String> metadata)
            throws IOException {
        TopicTable.requireStorable(topic, messageEncoding, schema);
        Topic added = writer.addTopic(topic, messageEncoding, schema, metadata);
        if (added.id() > topics.size()) {
            topics.add(added);
        }
        all.declare(added);
        inFile.declare(added);
        return added;
    }

    @Override
    public void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException {
        ByteBuffer stored = stored(data);
        if (inFile.messages() > 0 && bytesInFile + stored.remaining() > options.splitBytes()) {
            finish();
            writer = begin();
            for (Topic known : topics) {
                writer.addTopic(
                        known.name(), known.messageEncoding(), known.schema(), known.metadata());
                inFile.declare(known);
            }
        }
        writer.write(topic, logTime, publishTime, sequence, stored);
        all.add(topic, logTime);
        inFile.add(topic, logTime);
        bytesInFile += stored.remaining();
    }

    private ByteBuffer stored(ByteBuffer data) {
        if (options.packing() != Rosbag2WriteOptions.Packing.MESSAGE) {
            return data;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        return ByteBuffer.wrap(Zstd.compress(bytes));
    }

    private void finish() throws IOException {
        MetadataText.BagFile file = new MetadataText.BagFile(storedName(), inFile);
        if (writer instanceof McapWriter mcap) {
            String text = MetadataText.of(options, List.of(file), inFile);
            mcap.addMetadata("rosbag2", Map.of("serialized_metadata", text));
        }
        writer.close();
        if (options.packing() == Rosbag2WriteOptions.Packing.FILE) {
            Path plain = directory.resolve(fileName());
            ZstdFile.pack(plain, directory.resolve(storedName()));
            Files.delete(plain);
        }
        finished.add(file);
        inFile = new BagTally();
        bytesInFile = 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (RecordingWriter last = writer) {
            finish();
        }
        OutputFile.write(
                directory.resolve(BagMetadata.FILE_NAME),
                MetadataText.ofDirectory(options, finished, all));
    }
}
