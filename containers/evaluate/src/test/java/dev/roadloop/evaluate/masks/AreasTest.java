package dev.roadloop.evaluate.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Classes that may overlap, each judged by itself where it is known.
class AreasTest {
    private static final byte N = MaskCounts.UNKNOWN;
    private static final byte O = MaskCounts.OUTSIDE;
    private static final byte I = MaskCounts.INSIDE;

    private long state = 20261121;

    @Test
    void pixelsThatAreNotKnownCountForNothing() {
        MaskCounts one =
                counts(
                        Arrays.<byte @Nullable []>asList(new byte[] {I, I, O, O, N, I}, null),
                        List.of(
                                new boolean[] {true, false, true, false, true, true},
                                new boolean[] {true, true, true, true, true, true}));
        MaskCounts other =
                counts(
                        List.of(new byte[] {O, O}, new byte[] {I, O}),
                        List.of(new boolean[] {false, true}, new boolean[] {true, false}));

        MaskMeasure measure = new MaskMeasure(List.of(one, other), List.of("road", "lane"));

        assertThat(measure.labels()).containsExactly("mIoU", "IoU of road", "IoU of lane");
        assertThat(measure.of(new int[] {1, 1})).containsExactly((0.4 + 1) / 2, 2 / 5.0, 1);
        assertThat(measure.of(new int[] {1, 0})).containsExactly(0.5, 0.5, Double.NaN);
        assertThat(measure.of(new int[] {2, 1})[1]).isEqualTo(4 / 9.0);
    }

    /// The numbers are those of a script in Python: the same linear congruential generator (x =
    /// (1103515245 x + 12345) mod 2³¹, from it bits 16 to 30) draws, for five images, three areas
    /// and 1,200 pixels each, first what is there (its remainder by 5: 0 not known, 1 and 2
    /// outside, else inside), then whether it was said to be inside (its remainder by 3 is 0); IoU
    /// is the count of both over that of either, as torchmetrics' MultilabelJaccardIndex has it.
    @Test
    void iouIsTheCountOfBothOverThatOfEither() {
        List<MaskCounts> images = new ArrayList<>();
        for (int image = 0; image < 5; image++) {
            List<byte @Nullable []> truths = new ArrayList<>();
            List<boolean[]> said = new ArrayList<>();
            for (int area = 0; area < 3; area++) {
                byte[] truth = new byte[1200];
                boolean[] guess = new boolean[1200];
                for (int pixel = 0; pixel < 1200; pixel++) {
                    int is = next() % 5;
                    truth[pixel] = is == 0 ? N : is < 3 ? O : I;
                    guess[pixel] = next() % 3 == 0;
                }
                truths.add(truth);
                said.add(guess);
            }
            images.add(counts(truths, said));
        }

        double[] values =
                new MaskMeasure(images, List.of("a", "b", "c")).of(new int[] {1, 1, 1, 1, 1});

        assertThat(values)
                .containsExactly(
                        new double[] {
                            0.2546693352018143,
                            0.2577639751552795,
                            0.2528278813818404,
                            0.253416149068323
                        },
                        within(1e-15));
    }

    /// Pixel by pixel: road found; lane found, which is road too; road taken for a lane; road
    /// missed; a lane taken for road, where road is not known; nothing taken for road; nothing;
    /// unknown.
    @Test
    void onlyWhatAPixelIsNotIsConfusedWithWhatItIs() {
        PixelConfusion confusion =
                PixelConfusion.of(
                        List.of(
                                new byte[] {I, I, I, I, N, O, O, N},
                                new byte[] {O, I, O, O, I, O, O, N}),
                        List.of(
                                        new boolean[] {
                                            true, true, false, false, true, true, false, true
                                        },
                                        new boolean[] {
                                            false, true, true, false, false, false, false, true
                                        })
                                ::get);

        assertThat(confusion.counts())
                .containsExactly(List.of(2L, 1L, 1L), List.of(0L, 1L, 1L), List.of(1L, 0L, 1L));
    }

    /// The numbers are `confusion_matrix` of scikit-learn 1.9.1: the generator above draws for
    /// three images of 1,000 pixels each what is there and what was said, remainders by 4, of which
    /// 3 is none of three areas.
    @Test
    void areasThatExcludeEachOtherAreConfusedAsScikitLearnCounts() {
        PixelConfusion confusion = new PixelConfusion(3);
        for (int image = 0; image < 3; image++) {
            byte[][] truths = new byte[3][1000];
            boolean[][] said = new boolean[3][1000];
            for (int pixel = 0; pixel < 1000; pixel++) {
                int is = next() % 4;
                int guess = next() % 4;
                for (int area = 0; area < 3; area++) {
                    truths[area][pixel] = area == is ? I : O;
                    said[area][pixel] = area == guess;
                }
            }
            confusion.add(PixelConfusion.of(Arrays.asList(truths), area -> said[area]));
        }

        assertThat(confusion.counts())
                .containsExactly(
                        List.of(188L, 182L, 199L, 156L),
                        List.of(184L, 176L, 203L, 188L),
                        List.of(183L, 202L, 184L, 195L),
                        List.of(191L, 216L, 159L, 194L));
    }

    private int next() {
        state = (1103515245 * state + 12345) % (1L << 31);
        return (int) (state >> 16);
    }

    private static MaskCounts counts(List<byte @Nullable []> truths, List<boolean[]> said) {
        return MaskCounts.of(truths.size(), truths, said::get);
    }
}
