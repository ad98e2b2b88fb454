package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the H.264 and HEVC videos of a movie, in its order. The first is called as asked, the
/// others the same with a number behind it, from `/2` on.
final class VideoTracks {

    /// Most videos of a file.
    static final int MOST = 32;

    private final List<VideoTrack> videos = new ArrayList<>();
    private final List<String> otherCodings = new ArrayList<>();
    private final String topic;
    private final long movieUnits;
    private int found;
    private Optional<MalformedBoxException> why = Optional.empty();

    private VideoTracks(String topic, long movieUnits) {
        this.topic = topic;
        this.movieUnits = movieUnits;
    }

    /// Reads all of them.
    ///
    /// @param index the box `moov`, which lies at `place`
    /// @param movieUnits units per second of the movie's clock
    /// @param name the file's
    /// @param losses to which those go that cannot be read, if another can
    /// @throws MalformedBoxException if there is none, or none that can be read, with why
    static List<VideoTrack> of(
            Box index,
            FileBox place,
            long movieUnits,
            String topic,
            String name,
            LossRecorder losses)
            throws MalformedBoxException {
        VideoTracks tracks = new VideoTracks(topic, movieUnits);
        LossRecorder unread = new LossRecorder();
        int number = 0;
        for (Box track : index.children()) {
            if (!track.type().equals("trak")) {
                continue;
            }
            number++;
            try {
                tracks.add(track);
            } catch (MalformedBoxException e) {
                tracks.why = tracks.why.or(() -> Optional.of(e));
                unread.add(
                        new Loss(
                                Loss.Reason.MALFORMED,
                                place.at(),
                                place.end(),
                                null,
                                null,
                                "%s: track %d cannot be read: %s"
                                        .formatted(name, number, e.getMessage())));
            }
        }
        if (tracks.videos.isEmpty()) {
            throw tracks.none(number);
        }
        losses.addAll(unread.toReport());
        return tracks.videos;
    }

    private void add(Box track) throws MalformedBoxException {
        Box media = track.get("mdia");
        String handler =
                media.get("hdlr").read(in -> Box.type(in.position(in.position() + Box.HEADER)));
        if (!handler.equals("vide")) {
            return;
        }
        Box descriptions = media.get("minf", "stbl", "stsd");
        if (!ParameterSets.isKnown(descriptions)) {
            otherCodings.add(ParameterSets.coding(descriptions));
            return;
        }
        if (++found > MOST) {
            throw new MalformedBoxException("more than " + MOST + " tracks of video");
        }
        String name = found == 1 ? topic : topic + "/" + found;
        int most = SampleTable.MOST_SAMPLES - VideoTrack.frames(videos);
        videos.add(VideoTrack.of(name, track, movieUnits, most));
    }

    private MalformedBoxException none(int tracks) {
        return why.orElseGet(() ->
                new MalformedBoxException(
                        otherCodings.isEmpty()
                                ? "expected a track of video, found none among " + tracks
                                : "expected H.264 (avc1) or HEVC (hvc1) video, found "
                                        + String.join(", ", otherCodings)
                                        + "; convert it first"));
    }
}
