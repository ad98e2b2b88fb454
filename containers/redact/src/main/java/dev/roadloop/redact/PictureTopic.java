package dev.roadloop.redact;

import dev.roadloop.domain.PictureKind;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import org.jspecify.annotations.Nullable;

/// A topic with pictures, and how they are got at.
///
/// @param topic as its recording has it
/// @param kind compressed, raw or opaque; video comes as compressed pictures
/// @param decoder null where its messages cannot be decoded
/// @param refusal why not; empty where there is a decoder
record PictureTopic(
        Topic topic, PictureKind kind, @Nullable MessageDecoder decoder, String refusal) {

    /// The topic with its decoder, or without one where nothing can look into its messages.
    static PictureTopic of(Topic topic, PictureKind kind, Decoders decoders) {
        if (kind != PictureKind.COMPRESSED && kind != PictureKind.RAW) {
            return new PictureTopic(
                    topic,
                    kind,
                    null,
                    "pictures of type " + topic.schema().name() + " cannot be looked into");
        }
        Decoders.Compiled compiled = decoders.of(topic);
        return new PictureTopic(topic, kind, compiled.decoder(), compiled.refusal());
    }

    /// @throws UnusablePicture where there is none
    MessageDecoder usable() throws UnusablePicture {
        if (decoder == null) {
            throw new UnusablePicture(refusal);
        }
        return decoder;
    }
}
