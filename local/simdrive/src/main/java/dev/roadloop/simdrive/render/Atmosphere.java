package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.Scenario;

/// Light and air of one drive.
///
/// @param zenith colour of the sky overhead
/// @param haze colour of the sky at the horizon, and of what is very far away
/// @param sun colour of direct light
/// @param ambient colour of light from everywhere
/// @param sunX direction towards the sun, unit length
/// @param sunY direction towards the sun
/// @param sunZ direction towards the sun
/// @param extinction share of light lost per metre of air
/// @param shadow darkness of cast shadows, 0 to 1
/// @param clouds share of the sky that is covered, 0 to 1
/// @param night whether lamps are lit
/// @param wet whether the road reflects
record Atmosphere(
        Paint zenith,
        Paint haze,
        Paint sun,
        Paint ambient,
        double sunX,
        double sunY,
        double sunZ,
        double extinction,
        double shadow,
        double clouds,
        boolean night,
        boolean wet) {

    static Atmosphere of(Scenario scenario) {
        return switch (scenario.light()) {
            case NIGHT ->
                    make(
                            0x05070F,
                            0x171B28,
                            new Paint(0.02f, 0.02f, 0.04f),
                            new Paint(0.10f, 0.11f, 0.15f),
                            0.5,
                            0.9,
                            0.003,
                            0,
                            0.3,
                            true,
                            scenario.weather() == Scenario.Weather.RAIN);
            case DUSK ->
                    make(
                            0x3E5680,
                            0xE8B489,
                            new Paint(0.62f, 0.44f, 0.28f),
                            new Paint(0.46f, 0.46f, 0.55f),
                            0.35,
                            0.32,
                            0.0022,
                            0.5,
                            0.55,
                            false,
                            false);
            case DAY ->
                    switch (scenario.weather()) {
                        case FOG ->
                                make(
                                        0xB9BEC2,
                                        0xC6CACC,
                                        Paint.grey(0.14),
                                        Paint.grey(0.72),
                                        0.4,
                                        1,
                                        0.033,
                                        0,
                                        1,
                                        false,
                                        false);
                        case RAIN ->
                                make(
                                        0x747C84,
                                        0x9AA1A6,
                                        Paint.grey(0.10),
                                        new Paint(0.60f, 0.62f, 0.65f),
                                        0.4,
                                        1,
                                        0.0075,
                                        0,
                                        1,
                                        false,
                                        true);
                        case OVERCAST ->
                                make(
                                        0xA4AFBA,
                                        0xC9CED1,
                                        Paint.grey(0.26),
                                        new Paint(0.74f, 0.76f, 0.79f),
                                        0.4,
                                        1,
                                        0.0022,
                                        0.12,
                                        1,
                                        false,
                                        false);
                        case CLEAR ->
                                make(
                                        0x3F74BC,
                                        0xC3D5E4,
                                        new Paint(0.92f, 0.85f, 0.72f),
                                        new Paint(0.50f, 0.55f, 0.63f),
                                        -0.62,
                                        0.85,
                                        0.0014,
                                        0.8,
                                        0.36,
                                        false,
                                        false);
                    };
        };
    }

    private static Atmosphere make(
            int zenith,
            int haze,
            Paint sun,
            Paint ambient,
            double sunX,
            double sunZ,
            double extinction,
            double shadow,
            double clouds,
            boolean night,
            boolean wet) {
        double sunY = 0.55;
        double length = Math.sqrt(sunX * sunX + sunY * sunY + sunZ * sunZ);
        return new Atmosphere(
                Paint.hex(zenith),
                Paint.hex(haze),
                sun,
                ambient,
                sunX / length,
                sunY / length,
                sunZ / length,
                extinction,
                shadow,
                clouds,
                night,
                wet);
    }

    /// Share of an object's colour that the air has replaced at `metres`.
    float fog(double metres) {
        return (float) (1 - Math.exp(-extinction * metres));
    }
}
