package dev.roadloop.simdrive.world;

/// What an actor is, with its box in metres: length along its heading, width, height. The box
/// encloses every part that is drawn.
public enum ActorKind {
    CAR("car", 4.5, 1.9, 1.5),
    VAN("van", 5.4, 2.1, 2.4),
    TRUCK("truck", 8.4, 2.5, 3.4),
    BUS("bus", 11.5, 2.6, 3.2),
    PEDESTRIAN("pedestrian", 0.9, 0.7, 1.8),
    CYCLIST("cyclist", 1.9, 0.7, 1.8),
    TRAFFIC_LIGHT("traffic_light", 0.5, 0.5, 3.6),
    CONE("traffic_cone", 0.4, 0.4, 0.75),
    BARRIER("barrier", 0.3, 2.4, 1.1);

    private final String label;
    private final double length;
    private final double width;
    private final double height;

    ActorKind(String label, double length, double width, double height) {
        this.label = label;
        this.length = length;
        this.width = width;
        this.height = height;
    }

    /// The class name in the ground truth.
    public String label() {
        return label;
    }

    /// Metres along the heading.
    public double length() {
        return length;
    }

    /// Metres across the heading.
    public double width() {
        return width;
    }

    /// Metres above the ground.
    public double height() {
        return height;
    }

    /// True for what drives on wheels with an engine.
    public boolean isVehicle() {
        return this == CAR || this == VAN || this == TRUCK || this == BUS;
    }
}
