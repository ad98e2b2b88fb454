package dev.roadloop.simdrive.world;

/// Something that is labelled: a road user or a piece of road furniture with a state.
public final class Actor {

    private final int id;
    private final ActorKind kind;
    private final int look;
    private final Track track = new Track();

    Actor(int id, ActorKind kind, int look) {
        this.id = id;
        this.kind = kind;
        this.look = look;
    }

    /// From 1, unique within the drive and the same in every frame.
    public int id() {
        return id;
    }

    /// What it is.
    public ActorKind kind() {
        return kind;
    }

    /// A random number that fixes paint, clothes and the like.
    public int look() {
        return look;
    }

    /// Where it is `time` seconds after the start.
    public Pose pose(double time) {
        return track.pose(time);
    }

    /// Whether its brake lights burn.
    public boolean braking(double time) {
        return track.braking(time);
    }

    /// Metres travelled so far, for wheels and legs.
    public double distance(double time) {
        return track.distance(time);
    }

    Track track() {
        return track;
    }
}
