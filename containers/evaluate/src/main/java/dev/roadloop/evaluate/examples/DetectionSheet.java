package dev.roadloop.evaluate.examples;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.detection.PairedImages;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A contact sheet of detections: pictures spread evenly over a set, whether a model does well
/// there or not, with what it found drawn in as [WorstExamples] does.
public final class DetectionSheet {
    private static final int COLUMNS = 3;
    private static final int MOST = 12;
    private static final int TILE = 480;
    private static final int GAP = 6;
    private static final int LEGEND = 26;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = Color.DARK_GRAY;

    private final GroundTruth truth;
    private final Detections detections;
    private final double score;
    private final PairedImages paired;

    /// @param score the least score of the detections that are drawn
    /// @param overlap the least overlap at which a detection lies on an object
    public DetectionSheet(GroundTruth truth, Detections detections, double score, double overlap) {
        this.truth = truth;
        this.detections = detections;
        this.score = score;
        paired = new PairedImages(truth, detections, score, overlap);
    }

    /// At most twelve pictures below a line that says what the colours mean.
    ///
    /// @param folder where the ground truth's file names lie; one that cannot be read is a line of
    ///   text in its place
    /// @return a JPEG
    public byte[] jpeg(Path folder) {
        int images = truth.images().size();
        int shown = Math.min(MOST, images);
        List<BufferedImage> tiles =
                IntStream.range(0, shown)
                        .mapToObj(i -> tile(folder, (int) ((long) i * images / shown)))
                        .toList();
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < shown; i += COLUMNS) {
            rows.add(
                    tiles.subList(i, Math.min(shown, i + COLUMNS)).stream()
                            .mapToInt(BufferedImage::getHeight)
                            .max()
                            .orElseThrow());
        }
        int height = LEGEND + rows.stream().mapToInt(row -> row + GAP).sum();
        BufferedImage sheet =
                new BufferedImage(COLUMNS * (TILE + GAP) + GAP, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            graphics.setColor(PAPER);
            graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            legend(graphics);
            int y = LEGEND;
            for (int i = 0; i < shown; i++) {
                graphics.drawImage(tiles.get(i), GAP + i % COLUMNS * (TILE + GAP), y, null);
                if (i % COLUMNS == COLUMNS - 1) {
                    y += rows.get(i / COLUMNS) + GAP;
                }
            }
        } finally {
            graphics.dispose();
        }
        return PagePicture.jpeg(sheet);
    }

    private void legend(Graphics2D graphics) {
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        int x = GAP;
        x = colour(graphics, x, ExamplePicture.FOUND, "found");
        x = colour(graphics, x, ExamplePicture.CONFUSED, "taken for something else");
        x = colour(graphics, x, ExamplePicture.MISSED, "missed");
        x = colour(graphics, x, ExamplePicture.INVENTED, "nothing is there");
        graphics.setColor(INK);
        graphics.drawString(
                String.format(Locale.ROOT, "detections at scores of %.2f and more", score), x, 18);
    }

    private static int colour(Graphics2D graphics, int x, Color colour, String meaning) {
        graphics.setColor(colour);
        graphics.fillRect(x, 7, 12, 12);
        graphics.setColor(INK);
        graphics.drawString(meaning, x + 18, 18);
        return x + 18 + graphics.getFontMetrics().stringWidth(meaning) + 18;
    }

    private BufferedImage tile(Path folder, int position) {
        String name = truth.imageEntries().get(position).fileName();
        try {
            BufferedImage image = PictureFile.read(PictureFile.within(folder, name));
            ExamplePicture drawn = new ExamplePicture(truth, detections);
            return PagePicture.drawn(
                    image,
                    TILE,
                    (graphics, scale) ->
                            drawn.paint(graphics, scale, image.getWidth(), position, paired));
        } catch (CallerException e) {
            BufferedImage missing = new BufferedImage(TILE, LEGEND, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = missing.createGraphics();
            graphics.drawString(String.valueOf(e.getMessage()), GAP, 18);
            graphics.dispose();
            return missing;
        }
    }
}
