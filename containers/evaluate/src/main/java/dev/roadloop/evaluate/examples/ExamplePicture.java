package dev.roadloop.evaluate.examples;

import dev.roadloop.evaluate.coco.Boxes;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.detection.PairedImages;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;

/// Draws what a model found into an image: green what it found, blue what it took for something
/// else, orange what it missed, red what is not there.
final class ExamplePicture {
    static final Color FOUND = new Color(0x00B050);
    static final Color CONFUSED = new Color(0x2080FF);
    static final Color MISSED = new Color(0xFFA000);
    static final Color INVENTED = new Color(0xFF2020);

    private final GroundTruth truth;
    private final Detections detections;

    ExamplePicture(GroundTruth truth, Detections detections) {
        this.truth = truth;
        this.detections = detections;
    }

    /// @return Base64 of a JPEG of at most 720 pixels in width
    String draw(BufferedImage image, int position, PairedImages paired) {
        return PagePicture.of(
                image,
                (graphics, scale) -> paint(graphics, scale, image.getWidth(), position, paired));
    }

    /// @param scale how many pixels of the drawing one of the image takes
    /// @param columns the image's width in pixels
    void paint(Graphics2D graphics, double scale, int columns, int position, PairedImages paired) {
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setStroke(new BasicStroke(2));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
        paired.visit(position, new Painter(graphics, scale, columns));
    }

    private final class Painter implements PairedImages.Visitor {
        private final Graphics2D graphics;
        private final double scale;
        private final int columns;

        Painter(Graphics2D graphics, double scale, int columns) {
            this.graphics = graphics;
            this.scale = scale;
            this.columns = columns;
        }

        @Override
        public void pair(int detection, int annotation) {
            int category = detections.category(detection);
            int real = truth.annotations().category(annotation);
            box(
                    detections.boxes(),
                    detection,
                    category == real ? FOUND : CONFUSED,
                    category == real
                            ? scored(detection)
                            : scored(detection) + ", is " + name(real));
        }

        @Override
        public void invented(int detection) {
            box(detections.boxes(), detection, INVENTED, scored(detection));
        }

        @Override
        public void missed(int annotation) {
            box(
                    truth.annotations().boxes(),
                    annotation,
                    MISSED,
                    name(truth.annotations().category(annotation)));
        }

        private String scored(int detection) {
            return String.format(
                    Locale.ROOT,
                    "%s %.2f",
                    name(detections.category(detection)),
                    detections.score(detection));
        }

        private String name(int category) {
            return truth.categoryNames().get(category);
        }

        private void box(Boxes boxes, int i, Color colour, String text) {
            int x = pixels(boxes.x(i));
            int y = pixels(boxes.y(i));
            graphics.setColor(colour);
            graphics.drawRect(x, y, pixels(boxes.width(i)), pixels(boxes.height(i)));
            int width = graphics.getFontMetrics().stringWidth(text) + 4;
            int top = Math.max(0, y - 15);
            int left = Math.max(0, Math.min(x, pixels(columns) - width));
            graphics.fillRect(left, top, width, 15);
            graphics.setColor(Color.BLACK);
            graphics.drawString(text, left + 2, top + 12);
        }

        private int pixels(double length) {
            return (int) Math.round(length * scale);
        }
    }
}
