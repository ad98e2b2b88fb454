package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.Road;

/// Fills everything below the horizon that nothing else covers: asphalt with markings, kerbs,
/// pavements, lawns; shade from the mask; on a wet road the mirror image of what stands above.
final class GroundPainter {

    private static final int WEAR_STEPS = 100;

    /// Tone of the asphalt for each centimetre from the centre line.
    private static final float[] WEAR = wear();

    private final Road road;
    private final Atmosphere air;
    private final Noise grain;
    private final Noise patches;
    private float red;
    private float green;
    private float blue;
    private float paint;

    GroundPainter(Road road, Atmosphere air, Noise grain, Noise patches) {
        this.road = road;
        this.air = air;
        this.grain = grain;
        this.patches = patches;
    }

    void paint(Picture picture, View view, Lighting light) {
        CameraModel camera = view.camera;
        int first = (int) Math.clamp(Math.floor(view.horizon()), 0, picture.height);
        int[] foot = new int[picture.width];
        java.util.Arrays.fill(foot, first);
        GroundRow row = new GroundRow(picture.width, road, air.night());
        float[] day = day(light);
        for (int y = 0; y < picture.height; y++) {
            double depth = view.groundDepth(y + 0.5);
            if (depth < 2500) {
                row.look(view, y, depth);
                row(picture, y, view, row, day, foot);
            } else {
                beyond(picture, y, y >= first, foot);
            }
        }
    }

    /// Red, green and blue of the day's light for each value of the shade mask.
    private static float[] day(Lighting light) {
        float[] day = new float[9];
        for (byte shade = Picture.LIT; shade <= Picture.UNDER; shade++) {
            light.ground(shade);
            day[3 * shade] = light.red;
            day[3 * shade + 1] = light.green;
            day[3 * shade + 2] = light.blue;
        }
        return day;
    }

    /// A row that sees no ground: haze below the horizon.
    private void beyond(Picture picture, int y, boolean haze, int[] foot) {
        int colour = Picture.pack(air.haze().red(), air.haze().green(), air.haze().blue());
        for (int x = 0, at = y * picture.width; x < picture.width; x++, at++) {
            if (picture.inverseDepth[at] > 0) {
                foot[x] = y;
            } else if (haze) {
                picture.rgb[at] = colour;
            }
        }
    }

    private void row(Picture picture, int y, View view, GroundRow row, float[] day, int[] foot) {
        double depth = row.depth;
        float fog = air.fog(depth);
        float clear = 1 - fog;
        float hazeRed = air.haze().red() * fog;
        float hazeGreen = air.haze().green() * fog;
        float hazeBlue = air.haze().blue() * fog;
        boolean wet = air.wet();
        float mirrored = (float) Math.clamp(0.16 + 0.5 * Math.exp(-view.z / depth * 9), 0, 0.62);
        for (int x = 0, at = y * picture.width; x < picture.width; x++, at++) {
            if (picture.inverseDepth[at] > 0) {
                foot[x] = y;
                continue;
            }
            row.at(x);
            picture.road[at] = surface(row);
            byte shade = picture.shade[at];
            float head = row.head * Lighting.open(shade);
            float lamp = row.lamp * Lighting.open(shade);
            float r = red * (day[3 * shade] + head + 0.95f * lamp);
            float g = green * (day[3 * shade + 1] + 0.96f * head + 0.76f * lamp);
            float b = blue * (day[3 * shade + 2] + 0.84f * head + 0.5f * lamp);
            if (wet && Math.abs(row.d) < Road.PAVEMENT_END) {
                int mirror = picture.rgb[Math.max(0, 2 * foot[x] - y) * picture.width + x];
                float shine = mirrored * (1 - 0.5f * paint);
                r = r * 0.75f * (1 - shine) + shine * (mirror >> 16 & 255) / 255f;
                g = g * 0.75f * (1 - shine) + shine * (mirror >> 8 & 255) / 255f;
                b = b * 0.75f * (1 - shine) + shine * (mirror & 255) / 255f;
            }
            picture.rgb[at] =
                    Picture.pack(r * clear + hazeRed, g * clear + hazeGreen, b * clear + hazeBlue);
        }
    }

    /// @return whether it is the road's
    private boolean surface(GroundRow row) {
        double ad = Math.abs(row.d);
        double toCrossing = Math.abs(row.s - road.crossing());
        float fine = grain.at(row.x * 60, row.y * 60, row.level);
        float broad = patches.at(row.x * 5, row.y * 5, 0);
        paint = 0;
        boolean asphalt = ad < Road.KERB || toCrossing < Road.SIDE_STREET;
        if (asphalt) {
            float tone = 0.30f * (fine - 0.5f) + 0.07f * (broad - 0.5f) + worn(ad);
            tone(tone, 1, 1, 1.02f);
            markings(row.s, row.d, ad, toCrossing, row.across, row.along, broad);
        } else if (ad < Road.KERB + 0.2) {
            float step = ad < Road.KERB + 0.06 ? 0.42f : 0.66f;
            tone(step + 0.2f * (fine - 0.5f), 1, 0.99f, 0.96f);
        } else if (ad < Road.PAVEMENT_END) {
            pavement(row.s, ad, fine, broad, row.across, row.along);
        } else {
            tone(0.42f + 0.5f * (fine - 0.5f) + 0.3f * (broad - 0.5f), 0.8f, 1, 0.5f);
        }
        return asphalt;
    }

    /// Tone of the asphalt at a distance from the centre line, by the table of [#asphalt].
    private static float worn(double ad) {
        float index = (float) Math.min(ad * WEAR_STEPS, WEAR.length - 1.5);
        int i = (int) index;
        return WEAR[i] + (index - i) * (WEAR[i + 1] - WEAR[i]);
    }

    private static float[] wear() {
        float[] table = new float[(int) (Road.KERB * WEAR_STEPS) + 2];
        for (int i = 0; i < table.length; i++) {
            table[i] = asphalt((i + 0.0) / WEAR_STEPS);
        }
        return table;
    }

    private static float asphalt(double ad) {
        float tone = 0.41f;
        double inLane = ad > 7 ? 1.75 : Math.abs(ad - (ad < 3.5 ? 1.75 : 5.25));
        if (ad < 7) {
            double track = Math.abs(inLane - 0.8);
            tone +=
                    0.028f * (float) Math.exp(-track * track * 14)
                            - 0.035f * (float) Math.exp(-inLane * inLane * 9);
        } else {
            tone -= 0.03f;
        }
        if (ad > Road.KERB - 0.4 && ad < Road.KERB) {
            tone -= 0.07f;
        }
        return tone;
    }

    private void pavement(
            double s, double ad, float fine, float broad, double lateral, double along) {
        float tone = 0.60f + 0.14f * (fine - 0.5f) + 0.16f * (broad - 0.5f);
        double u = Math.abs(ad / 0.5 - Math.rint(ad / 0.5)) * 0.5;
        double v = Math.abs(s / 0.5 - Math.rint(s / 0.5)) * 0.5;
        float joint = Math.max(line(u, 0.012, lateral), along < 0.25 ? line(v, 0.012, along) : 0);
        tone(tone - 0.14f * joint, 1.02f, 1, 0.95f);
    }

    private void markings(
            double s,
            double d,
            double ad,
            double toCrossing,
            double lateral,
            double along,
            float broad) {
        float mark = 0;
        double zebra = toCrossing - 8.5;
        if (toCrossing > 12) {
            mark = Math.max(line(ad - 0.14, 0.06, lateral), line(ad - 7, 0.06, lateral));
            float divider = line(ad - 3.5, 0.075, lateral);
            if (divider > 0) {
                double cycle = s - 9 * Math.floor(s / 9);
                mark = Math.max(mark, divider * line(cycle - 4.5, 1.5, along));
            }
            double toward = (road.crossing() - s) * Math.signum(-d);
            if (Math.abs(toward - 12.25) < 1 && ad < 7) {
                mark = Math.max(mark, line(toward - 12.25, 0.2, along));
            }
        } else if (Math.abs(zebra) < 1.7 + along && ad < Road.KERB - 0.4) {
            double stripe = ad - Math.floor(ad);
            mark = line(stripe - 0.5, 0.26, lateral) * line(zebra, 1.5, along);
        }
        if (mark > 0) {
            float worn = mark * Math.clamp(0.72f + 0.8f * (broad - 0.42f), 0.35f, 0.95f);
            red += (0.9f - red) * worn;
            green += (0.9f - green) * worn;
            blue += (0.87f - blue) * worn;
            paint = worn;
        }
    }

    /// Share of a pixel that is `footprint` wide covered by a line of half width `half` whose
    /// middle is `off` away.
    private static float line(double off, double half, double footprint) {
        double high = Math.min(off + footprint / 2, half);
        double low = Math.max(off - footprint / 2, -half);
        return high <= low ? 0 : (float) ((high - low) / footprint);
    }

    private void tone(float level, float r, float g, float b) {
        red = level * r;
        green = level * g;
        blue = level * b;
    }
}
