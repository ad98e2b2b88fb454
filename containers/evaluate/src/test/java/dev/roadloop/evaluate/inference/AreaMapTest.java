package dev.roadloop.evaluate.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AreaMapTest {

    @Test
    void chancesLieOnALineBetweenTheMiddlesOfCells() {
        // One row of two cells over eight pixels: 0 up to the third, 1 from the seventh on, 0.5 in
        // between the fourth and the fifth.
        AreaMap map = new AreaMap(new float[] {0, 1}, 1, 2, 2, 8, 0.25);

        assertThat(map.inside(0))
                .containsExactly(
                        false, false, false, false, true, true, true, true, // the upper row
                        false, false, false, false, true, true, true, true);
    }

    @Test
    void eachAreaHasItsOwnCellsAndWhatThePictureDoesNotFillIsLeftOut() {
        // Two areas of two by two cells, of which the picture fills the upper row.
        AreaMap map = new AreaMap(new float[] {1, 0, 0, 0, 0, 1, 0, 0}, 2, 2, 1, 2, 1);

        assertThat(map.inside(0)).containsExactly(true, false);
        assertThat(map.inside(1)).containsExactly(false, true);
    }
}
