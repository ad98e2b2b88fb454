package dev.roadloop.simdrive.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.world.DriveEvent;
import dev.roadloop.simdrive.world.EgoState;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/// Writes the ground truth as JSON: frame by frame as messages, and all of it as one file. Lengths
/// in metres, angles in radians, boxes in pixels; nanoseconds are decimal strings.
public final class TruthJson implements Closeable {

    /// The topic on which each frame's truth is recorded.
    public static final String TOPIC = "/ground_truth/boxes";

    /// What the messages look like.
    public static final String SCHEMA =
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"roadloop.GroundTruthFrame","type":"object",
            "required":["frame","stampNs","ego","objects"],"properties":{
            "frame":{"type":"integer"},"stampNs":{"type":"string"},
            "ego":{"type":"object","properties":{"x":{"type":"number"},"y":{"type":"number"},"yaw":{"type":"number"},
            "pitch":{"type":"number"},"speed":{"type":"number"},"acceleration":{"type":"number"},"yawRate":{"type":"number"}}},
            "objects":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"class":{"type":"string"},
            "state":{"type":"string"},"x":{"type":"number"},"y":{"type":"number"},"z":{"type":"number"},
            "length":{"type":"number"},"width":{"type":"number"},"height":{"type":"number"},"yaw":{"type":"number"},
            "visible":{"type":"array","items":{"type":"number"}},"amodal":{"type":"array","items":{"type":"number"}},
            "pixels":{"type":"integer"},"visibility":{"type":"number"}}}}}}
            """;

    /// What the area is called that can be driven on.
    public static final String DRIVABLE = "drivable area";

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator file;
    private final DriveSpec spec;

    private TruthJson(JsonGenerator file, DriveSpec spec) {
        this.file = file;
        this.spec = spec;
    }

    /// Begins the file.
    public static TruthJson open(Path path, DriveSpec spec) throws IOException {
        TruthJson truth = new TruthJson(JSON.createGenerator(OutputFile.writer(path)), spec);
        truth.begin();
        return truth;
    }

    /// Adds a frame, with the areas that show in it: masks as COCO has them.
    ///
    /// @param stamp nanoseconds since 1970
    /// @return the frame as one line of JSON, without areas, which only the file has
    public String add(FrameTruth frame, long stamp) throws IOException {
        StringWriter text = new StringWriter(4096);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, frame, stamp);
        }
        String line = text.toString();
        String open = line.substring(0, line.length() - 1);
        file.writeRawValue("\n" + open + ",\"areas\":[" + area(frame.drivable()) + "]}");
        return line;
    }

    private static String area(RunLengths mask) throws IOException {
        StringWriter text = new StringWriter(4096);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("class", DRIVABLE);
            json.writeObjectFieldStart("segmentation");
            json.writeArrayFieldStart("size");
            json.writeNumber(mask.height());
            json.writeNumber(mask.width());
            json.writeEndArray();
            json.writeStringField("counts", mask.text());
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }

    /// Completes the file.
    public void finish(List<DriveEvent> events) throws IOException {
        file.writeEndArray();
        file.writeArrayFieldStart("events");
        for (DriveEvent event : events) {
            file.writeStartObject();
            file.writeStringField("kind", event.kind());
            file.writeNumberField("startSeconds", round(event.start()));
            file.writeNumberField("endSeconds", round(event.end()));
            file.writeNumberField("actor", event.actor());
            file.writeEndObject();
        }
        file.writeEndArray();
        file.writeEndObject();
        file.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void begin() throws IOException {
        file.writeStartObject();
        file.writeStringField("scenario", spec.scenario().id());
        file.writeNumberField("seed", spec.seed());
        file.writeStringField("start", spec.start().toString());
        file.writeObjectFieldStart("camera");
        file.writeNumberField("width", spec.camera().width());
        file.writeNumberField("height", spec.camera().height());
        file.writeNumberField("focal", spec.camera().focal());
        file.writeNumberField("cx", spec.camera().cx());
        file.writeNumberField("cy", spec.camera().cy());
        file.writeNumberField("forward", spec.camera().forward());
        file.writeNumberField("up", spec.camera().up());
        file.writeEndObject();
        file.writeArrayFieldStart("frames");
    }

    private static void write(JsonGenerator json, FrameTruth frame, long stamp) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frame", frame.index());
        json.writeStringField("stampNs", Long.toString(stamp));
        EgoState ego = frame.ego();
        json.writeObjectFieldStart("ego");
        json.writeNumberField("x", round(ego.pose().x()));
        json.writeNumberField("y", round(ego.pose().y()));
        json.writeNumberField("yaw", round(ego.pose().yaw()));
        json.writeNumberField("pitch", round(ego.pose().pitch()));
        json.writeNumberField("speed", round(ego.pose().speed()));
        json.writeNumberField("acceleration", round(ego.acceleration()));
        json.writeNumberField("yawRate", round(ego.yawRate()));
        json.writeEndObject();
        json.writeArrayFieldStart("objects");
        for (SeenActor actor : frame.actors()) {
            write(json, actor);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SeenActor actor) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", actor.id());
        json.writeStringField("class", actor.label());
        json.writeStringField("state", actor.state());
        json.writeNumberField("x", round(actor.box().x()));
        json.writeNumberField("y", round(actor.box().y()));
        json.writeNumberField("z", round(actor.box().z()));
        json.writeNumberField("length", actor.box().length());
        json.writeNumberField("width", actor.box().width());
        json.writeNumberField("height", actor.box().height());
        json.writeNumberField("yaw", round(actor.box().yaw()));
        writeBox(json, "visible", actor.seen());
        writeBox(json, "amodal", actor.whole());
        json.writeNumberField("pixels", actor.pixels());
        json.writeNumberField("visibility", round(actor.visibility()));
        json.writeEndObject();
    }

    private static void writeBox(JsonGenerator json, String name, Box2d box) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeNumber(round(box.left()));
        json.writeNumber(round(box.top()));
        json.writeNumber(round(box.right()));
        json.writeNumber(round(box.bottom()));
        json.writeEndArray();
    }

    private static double round(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
