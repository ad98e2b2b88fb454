package dev.roadloop.simdrive.world;

/// A pedestrian who walks along the pavement, or waits at the kerb and then crosses.
final class Walker {

    private static final double START_UP = 0.5;

    private final Actor actor;
    private final Road road;
    private double s;
    private double d;
    private final double sRate;
    private final double dRate;
    private final double stopAtD;
    private boolean walking;
    private double pace;

    /// @param sRate metres per second along the road
    /// @param dRate metres per second across it
    /// @param stopAtD walks until there, NaN for ever
    Walker(
            Actor actor,
            Road road,
            double s,
            double d,
            double sRate,
            double dRate,
            double stopAtD,
            boolean walking) {
        this.actor = actor;
        this.road = road;
        this.s = s;
        this.d = d;
        this.sRate = sRate;
        this.dRate = dRate;
        this.stopAtD = stopAtD;
        this.walking = walking;
        this.pace = walking ? 1 : 0;
    }

    void start() {
        walking = true;
    }

    boolean walking() {
        return walking;
    }

    Actor actor() {
        return actor;
    }

    double s() {
        return s;
    }

    double d() {
        return d;
    }

    /// Whether it is on the carriageway, or about to be, within `margin` metres of a lateral
    /// position.
    boolean inTheWayOf(double lateral, double margin) {
        boolean crossing = walking && dRate != 0 && Math.abs(d) < Road.KERB + 0.5;
        boolean past = dRate < 0 ? d < lateral - margin : d > lateral + margin;
        return crossing && !past;
    }

    void step(double dt) {
        boolean arrived = !Double.isNaN(stopAtD) && Math.signum(dRate) * (d - stopAtD) >= 0;
        if (walking && arrived) {
            walking = false;
        }
        pace = walking ? Math.min(1, pace + dt / START_UP) : Math.max(0, pace - dt / START_UP);
        s += sRate * pace * dt;
        d += dRate * pace * dt;
    }

    void record() {
        double yaw = road.heading(s) + Math.atan2(dRate, sRate);
        actor.track().add(road.x(s, d), road.y(s, d), yaw, Math.hypot(sRate, dRate) * pace, 0);
    }
}
