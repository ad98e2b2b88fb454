package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Draws where a drive went, in metres around its middle, coloured by speed.
final class TrackMap {

    private static final double EARTH_METRES_PER_DEGREE = 111_320;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int EDGE = 34;
    private static final int MOST_POINTS = 400;

    /// Below this span the map shows the same piece of ground: a parked car is no journey.
    private static final double LEAST_METRES = 20;

    private static final double SPEED_SECONDS = 1;

    private TrackMap() {}

    private record Place(double time, double east, double north) {
        double to(Place other) {
            return Math.hypot(other.east - east, other.north - north);
        }
    }

    /// Metres along the track.
    static double metres(List<Position> track) {
        List<Place> places = places(track);
        double sum = 0;
        for (int i = 1; i < places.size(); i++) {
            sum += places.get(i - 1).to(places.get(i));
        }
        return sum;
    }

    static void draw(Markup page, List<Position> track) {
        List<Place> places = places(track);
        double west = places.stream().mapToDouble(Place::east).min().orElse(0);
        double east = places.stream().mapToDouble(Place::east).max().orElse(0);
        double south = places.stream().mapToDouble(Place::north).min().orElse(0);
        double north = places.stream().mapToDouble(Place::north).max().orElse(0);
        double span =
                Math.max(
                        LEAST_METRES,
                        Math.max(
                                east - west,
                                (north - south) * (WIDTH - 2 * EDGE) / (HEIGHT - 2 * EDGE)));
        double metre = (WIDTH - 2 * EDGE) / span;
        double left = WIDTH / 2.0 - (west + east) / 2 * metre;
        double top = HEIGHT / 2.0 + (south + north) / 2 * metre;
        page.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"map of the drive\">",
                WIDTH, HEIGHT);
        grid(page, metre, left, top);
        double[] speeds = speeds(places);
        double fastest = Arrays.stream(speeds).max().orElse(0);
        for (int i = 1; i < places.size(); i++) {
            Place a = places.get(i - 1);
            Place b = places.get(i);
            page.format(
                    "<line class=\"track\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\""
                            + " stroke=\"%s\"/>",
                    left + a.east() * metre,
                    top - a.north() * metre,
                    left + b.east() * metre,
                    top - b.north() * metre,
                    colour(speeds[i] / Math.max(1, fastest)));
        }
        mark(page, "start", places.getFirst(), metre, left, top);
        mark(page, "end", places.getLast(), metre, left, top);
        legend(page, fastest);
        page.raw("</svg>");
    }

    private static void grid(Markup page, double metre, double left, double top) {
        Axis across = new Axis(-left / metre, (WIDTH - left) / metre, 0, WIDTH);
        Axis up = new Axis((top - HEIGHT) / metre, top / metre, HEIGHT, 0);
        double step = across.step(7);
        for (double x = Math.ceil(across.low() / step) * step; x < across.high(); x += step) {
            page.format(
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>",
                    across.at(x), across.at(x), HEIGHT);
        }
        for (double y = Math.ceil(up.low() / step) * step; y < up.high(); y += step) {
            page.format(
                    "<line class=\"grid\" x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    up.at(y), WIDTH, up.at(y));
        }
        page.format(
                "<path class=\"axis\" d=\"M14 %d v6 h%.1f v-6\"/><text x=\"20\" y=\"%d\">",
                HEIGHT - 18, step * metre, HEIGHT - 18);
        page.text(step >= 1000 ? across.label(step / 1000, 7) + " km" : trimmed(step) + " m")
                .raw("</text>")
                .format("<text x=\"%d\" y=\"20\" class=\"end\">N ↑</text>", WIDTH - 12);
    }

    private static void legend(Markup page, double fastest) {
        int x = WIDTH - 220;
        for (int i = 0; i < 12; i++) {
            page.format(
                    "<rect x=\"%d\" y=\"%d\" width=\"10\" height=\"7\" fill=\"%s\"/>",
                    x + 10 * i, HEIGHT - 18, colour(i / 11.0));
        }
        page.format("<text x=\"%d\" y=\"%d\" class=\"end\">0</text>", x - 5, HEIGHT - 11)
                .format("<text x=\"%d\" y=\"%d\">%.1f m/s</text>", x + 125, HEIGHT - 11, fastest);
    }

    private static void mark(
            Markup page, String name, Place place, double metre, double left, double top) {
        double x = left + place.east() * metre;
        double y = top - place.north() * metre;
        boolean right = x > WIDTH - 2 * EDGE;
        page.format("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", name, x, y)
                .format(
                        "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
                        right ? x - 9 : x + 9, y - 7, right ? " class=\"end\"" : "", name);
    }

    /// Metres per second on the way to each place, over a second at least: from one fix to the next
    /// there would be more noise than speed.
    private static double[] speeds(List<Place> places) {
        double[] speeds = new double[places.size()];
        int from = 0;
        for (int i = 1; i < speeds.length; i++) {
            while (from + 1 < i
                    && places.get(i).time() - places.get(from + 1).time() >= SPEED_SECONDS) {
                from++;
            }
            double took = places.get(i).time() - places.get(from).time();
            speeds[i] = took > 0 ? places.get(from).to(places.get(i)) / took : 0;
        }
        return speeds;
    }

    private static List<Place> places(List<Position> track) {
        List<Place> places = new ArrayList<>();
        if (track.isEmpty()) {
            return places;
        }
        Position first = track.getFirst();
        double east = EARTH_METRES_PER_DEGREE * Math.cos(Math.toRadians(first.latitude()));
        int stride = Math.ceilDiv(track.size(), MOST_POINTS);
        for (int i = 0; i < track.size(); i += stride) {
            Position position = track.get(i);
            places.add(
                    new Place(
                            position.time(),
                            Math.IEEEremainder(position.longitude() - first.longitude(), 360)
                                    * east,
                            (position.latitude() - first.latitude()) * EARTH_METRES_PER_DEGREE));
        }
        return places;
    }

    /// From blue over green to yellow, even in lightness.
    private static String colour(double share) {
        double at = Math.clamp(share, 0.0, 1.0);
        return String.format(
                Locale.ROOT, "hsl(%.0f %.0f%% %.0f%%)", 265 - 215 * at, 65 + 20 * at, 45 + 8 * at);
    }

    private static String trimmed(double metres) {
        return metres == Math.rint(metres) ? Long.toString((long) metres) : Double.toString(metres);
    }
}
