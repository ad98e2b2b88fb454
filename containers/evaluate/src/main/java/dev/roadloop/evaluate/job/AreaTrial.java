package dev.roadloop.evaluate.job;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.evaluate.inference.AreaMap;
import dev.roadloop.evaluate.masks.AreaExamples;
import dev.roadloop.evaluate.masks.AreaExamples.AreaExample;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.masks.MaskCounts;
import dev.roadloop.evaluate.masks.MaskMeasure;
import dev.roadloop.evaluate.masks.PixelConfusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges what a model says about areas beside what is known of them. Areas of the set that the
/// model does not know are found nowhere; those that only the model knows are not judged.
final class AreaTrial {
    private final JudgedSet set;
    private final List<String> known;
    private final @Nullable MaskCounts[] counts;
    private final @Nullable PixelConfusion[] confusions;
    private final @Nullable AreaExamples examples;

    /// A trial that keeps pictures to show.
    ///
    /// @param known the model's areas
    AreaTrial(JudgedSet set, List<String> known) {
        this(set, known, new AreaExamples(set.areas()));
    }

    /// A trial that only counts; null where nothing is known of areas.
    static @Nullable AreaTrial counting(JudgedSet set, List<String> known) {
        return set.areas().isEmpty() ? null : new AreaTrial(set, known, null);
    }

    private AreaTrial(JudgedSet set, List<String> known, @Nullable AreaExamples examples) {
        this.set = set;
        this.known = List.copyOf(known);
        this.counts = new @Nullable MaskCounts[set.size()];
        this.confusions = new @Nullable PixelConfusion[set.size()];
        this.examples = examples;
    }

    /// Counts the pixels of one picture; by any number of threads, each picture once.
    ///
    /// @param said null if the model knows no areas
    void judge(int picture, @Nullable AreaMap said) {
        DatasetSample sample = set.sample(picture);
        List<byte @Nullable []> truths = truths(sample);
        boolean[] nothing = new boolean[sample.width() * sample.height()];
        List<boolean[]> masks = new ArrayList<>();
        for (int area = 0; area < set.areas().size(); area++) {
            int at = known.indexOf(set.areas().get(area));
            boolean judged = truths.get(area) != null;
            masks.add(said == null || at < 0 || !judged ? nothing : said.inside(at));
        }
        counts[picture] = MaskCounts.of(set.areas().size(), truths, masks::get);
        if (examples != null) {
            confusions[picture] = PixelConfusion.of(truths, masks::get);
            examples.offer(picture, sample.path(), sample.width(), truths, masks);
        }
    }

    /// The measure over all pictures, once all are judged.
    MaskMeasure measure() {
        List<MaskCounts> all = new ArrayList<>();
        for (MaskCounts one : counts) {
            if (one == null) {
                throw new IllegalStateException("not all pictures are judged");
            }
            all.add(one);
        }
        return new MaskMeasure(all, set.areas());
    }

    /// What is right and wrong, once all are judged; of a trial that only counts without what is
    /// taken for what.
    ///
    /// @param slices pictures by slice
    AreaReport report(Map<String, BitSet> slices) {
        Map<String, List<List<Long>>> confusion = new LinkedHashMap<>();
        slices.forEach((name, pictures) -> {
            PixelConfusion all = new PixelConfusion(set.areas().size());
            pictures.stream()
                    .mapToObj(picture -> confusions[picture])
                    .filter(Objects::nonNull)
                    .forEach(all::add);
            confusion.put(name, all.counts());
        });
        return new AreaReport(measure().areas(), confusion);
    }

    /// The pictures in which most is wrong, the worst first; none of a trial that only counts.
    List<AreaExample> worst() {
        return examples == null ? List.of() : examples.draw(set.folder());
    }

    /// Mean intersection over union over all pictures; not a number where nothing is known.
    double meanIou() {
        int[] once = new int[counts.length];
        Arrays.fill(once, 1);
        return measure().of(once)[0];
    }

    private List<byte @Nullable []> truths(DatasetSample sample) {
        List<byte @Nullable []> truths = new ArrayList<>();
        for (int area = 0; area < set.areas().size(); area++) {
            truths.add(null);
        }
        for (LabelledArea area : sample.areas()) {
            byte[] truth = new byte[sample.width() * sample.height()];
            Arrays.fill(truth, MaskCounts.OUTSIDE);
            area.inside(sample.height(), sample.width()).paint(truth, MaskCounts.INSIDE);
            area.ignored(sample.height(), sample.width()).paint(truth, MaskCounts.UNKNOWN);
            truths.set(area.areaIndex(), truth);
        }
        return truths;
    }
}
