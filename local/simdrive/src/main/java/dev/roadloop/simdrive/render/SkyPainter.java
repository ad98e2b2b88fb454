package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.CameraModel;

/// Fills everything above the horizon that nothing else covers: a gradient, clouds, and the sun's
/// glow.
final class SkyPainter {

    private final Atmosphere air;
    private final Noise clouds;

    SkyPainter(Atmosphere air, Noise clouds) {
        this.air = air;
        this.clouds = clouds;
    }

    void paint(Picture picture, View view) {
        CameraModel camera = view.camera;
        int rows = (int) Math.clamp(Math.ceil(view.horizon()), 0, picture.height);
        double yaw = Math.atan2(view.fy, view.fx);
        double[] azimuth = new double[picture.width];
        for (int x = 0; x < picture.width; x++) {
            azimuth[x] = yaw - Math.atan((x + 0.5 - camera.cx()) / camera.focal());
        }
        double sunAzimuth = Math.atan2(air.sunY(), air.sunX());
        float[] towardsSun = new float[picture.width];
        for (int x = 0; air.shadow() > 0 && x < picture.width; x++) {
            double cos = Math.cos(azimuth[x] - sunAzimuth);
            towardsSun[x] = cos > 0 ? (float) (0.28 * Math.pow(cos, 10)) : 0;
        }
        for (int y = 0; y < rows; y++) {
            double elevation = Math.max(0, (view.horizon() - y - 0.5) / camera.focal());
            Paint base = air.haze().mix(air.zenith(), Math.min(1, 1 - Math.exp(-3.2 * elevation)));
            boolean open = air.extinction() < 0.02;
            float haze = (float) Math.exp(-2 * elevation);
            for (int x = 0; x < picture.width; x++) {
                int at = y * picture.width + x;
                if (picture.inverseDepth[at] > 0) {
                    continue;
                }
                float r = base.red();
                float g = base.green();
                float b = base.blue();
                if (open) {
                    double reach = 1 / (elevation + 0.12);
                    float puff =
                            clouds.smooth(azimuth[x] * 40 * (0.6 + 0.05 * reach) + 900, reach * 22)
                                    + 0.35f
                                            * (clouds.smooth(azimuth[x] * 120 + 300, reach * 70)
                                                    - 0.5f);
                    float cover =
                            (float)
                                    Math.clamp(
                                            (puff - 1 + air.clouds() + 0.28)
                                                    * 3.2
                                                    * Math.min(1, elevation * 9),
                                            0,
                                            0.85);
                    float white = air.night() ? 0.1f : 0.72f * air.haze().red() + 0.3f * puff;
                    r += (white - r) * cover;
                    g += (white - g) * cover;
                    b += (white * 1.01f - b) * cover;
                    float glow = towardsSun[x] * haze;
                    r += glow;
                    g += glow * 0.85f;
                    b += glow * 0.6f;
                }
                picture.rgb[at] = Picture.pack(r, g, b);
            }
        }
    }
}
