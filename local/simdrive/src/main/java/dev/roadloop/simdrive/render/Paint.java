package dev.roadloop.simdrive.render;

/// A colour in the picture's own (gamma) space, each part 0 to 1.
record Paint(float red, float green, float blue) {

    static final Paint RUBBER = grey(0.07);
    static final Paint GLASS = new Paint(0.13f, 0.17f, 0.21f);
    static final Paint CHROME = grey(0.62);

    static Paint grey(double level) {
        return new Paint((float) level, (float) level, (float) level);
    }

    /// @param rgb 0xRRGGBB
    static Paint hex(int rgb) {
        return new Paint((rgb >> 16 & 255) / 255f, (rgb >> 8 & 255) / 255f, (rgb & 255) / 255f);
    }

    Paint times(double factor) {
        return new Paint((float) (red * factor), (float) (green * factor), (float) (blue * factor));
    }

    Paint mix(Paint other, double part) {
        float p = (float) part;
        return new Paint(
                red + (other.red - red) * p,
                green + (other.green - green) * p,
                blue + (other.blue - blue) * p);
    }

    /// The colour at `index` of `choices`, wrapping round.
    static Paint pick(int[] choices, int index) {
        return hex(choices[Math.floorMod(index, choices.length)]);
    }
}
