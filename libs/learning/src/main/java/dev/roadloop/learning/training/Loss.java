package dev.roadloop.learning.training;

/// What one pass over a batch said.
///
/// @param classes part of the loss: what is there
/// @param boxes part of the loss: where its sides are
/// @param centreness part of the loss: where its middle is
/// @param areas part of the loss: what belongs to areas; 0 where there are none
public record Loss(double classes, double boxes, double centreness, double areas) {

    /// Nothing.
    static final Loss NONE = new Loss(0, 0, 0, 0);

    /// All parts.
    public double total() {
        return classes + boxes + centreness + areas;
    }

    Loss plus(Loss other) {
        return new Loss(
                classes + other.classes,
                boxes + other.boxes,
                centreness + other.centreness,
                areas + other.areas);
    }

    Loss over(int count) {
        return new Loss(classes / count, boxes / count, centreness / count, areas / count);
    }
}
