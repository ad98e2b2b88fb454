package dev.roadloop.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.training.TrainingEvent;
import dev.roadloop.learning.training.TrainingEvent.Judged;
import dev.roadloop.learning.training.TrainingEvent.PassedOver;
import dev.roadloop.learning.training.TrainingEvent.Resumed;
import dev.roadloop.learning.training.TrainingEvent.RolledBack;
import dev.roadloop.learning.training.TrainingEvent.Saved;
import dev.roadloop.learning.training.TrainingEvent.Stepped;
import java.util.function.Consumer;

/// Says what happens, a line of JSON for each event, and counts time.
final class Progress implements Consumer<TrainingEvent> {

    private final Consumer<String> lines;
    private final long steps;
    private final int images;
    private long done;
    private double seconds;
    private double waited;

    /// @param images of one step
    Progress(Consumer<String> lines, long steps, int images) {
        this.lines = lines;
        this.steps = steps;
        this.images = images;
    }

    @Override
    public void accept(TrainingEvent event) {
        ObjectNode line = Json.jackson().createObjectNode();
        switch (event) {
            case Stepped step -> {
                done++;
                seconds += step.seconds();
                waited += step.waited();
                line.put("event", "step")
                        .put("step", step.step())
                        .put("steps", steps)
                        .put("loss", step.loss())
                        .put("classes", step.classes())
                        .put("boxes", step.boxes())
                        .put("centreness", step.centreness());
                if (step.areas() > 0) {
                    line.put("areas", step.areas());
                }
                line.put("rate", step.rate())
                        .put("gradient", step.gradient())
                        .put("seconds", step.seconds())
                        .put("waited", step.waited())
                        .put("etaSeconds", seconds / done * (steps - step.step()));
            }
            case PassedOver over ->
                    line.put("event", "passed_over")
                            .put("step", over.step())
                            .put("scale", over.scale());
            case Judged judged -> {
                line.put("event", "validation")
                        .put("step", judged.step())
                        .put("loss", judged.loss());
                if (judged.areaIou() != null) {
                    line.put("areaIou", judged.areaIou());
                }
            }
            case Saved saved -> line.put("event", "checkpoint").put("step", saved.step());
            case Resumed resumed -> {
                line.put("event", "resumed").put("step", resumed.step());
                resumed.damaged().forEach(line.putArray("damaged")::add);
            }
            case RolledBack back ->
                    line.put("event", "rollback").put("from", back.from()).put("to", back.to());
        }
        lines.accept(line.toString());
    }

    double imagesPerSecond() {
        return seconds == 0 ? 0 : done * images / seconds;
    }

    double waitedShare() {
        return seconds == 0 ? 0 : waited / seconds;
    }
}
