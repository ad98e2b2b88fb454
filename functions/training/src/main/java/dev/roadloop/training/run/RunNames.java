package dev.roadloop.training.run;

/// Names for runs whose users gave none.
final class RunNames {
    private static final String[] HOW = {
        "amber", "brisk", "calm", "clear", "dusty", "early", "fleet", "frosty", "gentle", "hazy",
                "keen", "late", "level", "lively",
        "mellow", "misty", "narrow", "nimble", "quiet", "rainy", "rapid", "rolling", "silver",
                "smooth", "steady", "steep", "sunny", "swift",
        "wide", "winding"
    };
    private static final String[] WHAT = {
        "avenue",
        "bend",
        "bridge",
        "bypass",
        "causeway",
        "corner",
        "crossing",
        "exit",
        "ford",
        "gate",
        "harbour",
        "hill",
        "junction",
        "lane",
        "mile",
        "overpass",
        "pass",
        "path",
        "ramp",
        "ridge",
        "road",
        "roundabout",
        "square",
        "street",
        "track",
        "tunnel",
        "turn",
        "valley",
        "viaduct",
        "way"
    };

    private RunNames() {}

    /// @param id of the run, 32 hexadecimal digits
    static String of(String id) {
        int drawn = Integer.parseUnsignedInt(id.substring(0, 7), 16);
        return HOW[drawn % HOW.length]
                + "-"
                + WHAT[drawn / HOW.length % WHAT.length]
                + "-"
                + (drawn / 900 % 1000);
    }
}
