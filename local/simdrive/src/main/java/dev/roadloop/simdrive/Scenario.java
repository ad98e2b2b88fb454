package dev.roadloop.simdrive;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What happens on a generated drive. The set is closed: a new one needs a case in the traffic
/// script, and the compiler says where.
public enum Scenario {
    /// The ego vehicle follows a car that speeds up and slows down.
    FOLLOWING("follows a car that speeds up and slows down", Light.DAY, Weather.CLEAR),
    /// A car overtakes on the left and moves into the gap in front.
    CUT_IN("a car overtakes and cuts into the gap in front", Light.DAY, Weather.CLEAR),
    /// The car in front brakes to a stop with 7 m/s².
    HARD_BRAKE("the car in front brakes to a stop at 7 m/s²", Light.DAY, Weather.CLEAR),
    /// A pedestrian steps onto the zebra crossing; the ego vehicle stops.
    PEDESTRIAN_CROSSING(
            "a pedestrian crosses at the zebra and the ego stops", Light.DAY, Weather.CLEAR),
    /// The ego vehicle overtakes a cyclist.
    CYCLIST("overtakes a cyclist in the same lane", Light.DUSK, Weather.CLEAR),
    /// A red traffic light, then green.
    RED_LIGHT("stops at a red traffic light and starts on green", Light.DAY, Weather.OVERCAST),
    /// Following at night under street lamps.
    NIGHT("follows a car at night under street lamps", Light.NIGHT, Weather.CLEAR),
    /// Following in rain on a wet road.
    RAIN("follows a car in rain on a wet road", Light.DAY, Weather.RAIN),
    /// Following in fog with 90 m visibility.
    FOG("follows a car in fog with 90 m visibility", Light.DAY, Weather.FOG),
    /// The lane is closed by cones and a barrier; the ego vehicle changes lanes.
    CONSTRUCTION("changes lanes before a construction site", Light.DAY, Weather.OVERCAST);

    /// Time of day, as far as pictures care.
    public enum Light {
        DAY,
        DUSK,
        NIGHT
    }

    /// State of sky, air and road.
    public enum Weather {
        CLEAR,
        OVERCAST,
        RAIN,
        FOG
    }

    private final String description;
    private final Light light;
    private final Weather weather;

    Scenario(String description, Light light, Weather weather) {
        this.description = description;
        this.light = light;
        this.weather = weather;
    }

    /// One line, lower case, no full stop.
    public String description() {
        return description;
    }

    /// The time of day it plays at.
    public Light light() {
        return light;
    }

    /// The weather it plays in.
    public Weather weather() {
        return weather;
    }

    /// The name on the command line, such as `cut-in`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The scenario called `id`.
    ///
    /// @throws IllegalArgumentException naming the scenarios there are
    public static Scenario of(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no scenario is called '"
                                        + id
                                        + "'; choose one of "
                                        + Arrays.stream(values())
                                                .map(Scenario::id)
                                                .collect(Collectors.joining(", "))));
    }
}
