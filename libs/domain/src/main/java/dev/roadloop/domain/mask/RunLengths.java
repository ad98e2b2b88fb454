package dev.roadloop.domain.mask;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// A mask as COCO keeps it: lengths of runs of pixels, column by column, outside and inside in
/// turn, the first outside. Unchangeable.
public final class RunLengths {
    private final int height;
    private final int width;
    private final int[] runs;

    private RunLengths(int height, int width, int[] runs) {
        this.height = height;
        this.width = width;
        this.runs = runs;
    }

    /// @param runs as they are, to be no longer changed by the caller
    /// @throws IllegalArgumentException when a run is negative or they do not fill the image
    public static RunLengths of(int height, int width, int[] runs) {
        long sum = 0;
        for (int run : runs) {
            if (run < 0) {
                throw new IllegalArgumentException("runs of 0 or more, found " + run);
            }
            sum += run;
        }
        if (sum != (long) height * width) {
            throw new IllegalArgumentException(
                    "runs over %d x %d pixels, found runs over %d".formatted(width, height, sum));
        }
        return new RunLengths(height, width, runs);
    }

    /// Reads COCO's text form: each run as digits of five bits from the lowest, the sixth bit
    /// telling that there is more, all raised by 48; from the third run on less the last but one.
    ///
    /// @throws IllegalArgumentException when the text is not such runs over the image
    public static RunLengths parse(int height, int width, String text) {
        int[] runs = new int[text.length()];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            long value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                if (at == text.length() || shift > 30) {
                    throw new IllegalArgumentException("runs as text, found a broken number");
                }
                int digit = text.charAt(at++) - 48;
                if (digit < 0 || digit > 63) {
                    throw new IllegalArgumentException(
                            "runs as text, found the character code " + (digit + 48));
                }
                value |= (long) (digit & 31) << shift;
                shift += 5;
                more = (digit & 32) != 0;
                if (!more && (digit & 16) != 0) {
                    value |= -1L << shift;
                }
            }
            if (count > 2) {
                value += runs[count - 2];
            }
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("runs of 0 or more, found " + value);
            }
            runs[count++] = (int) value;
        }
        return of(height, width, Arrays.copyOf(runs, count));
    }

    /// The mask of the pixels of which something is true.
    ///
    /// @param inside asked with each pixel's place, row by row from the top
    public static RunLengths of(int height, int width, IntPredicate inside) {
        int[] runs = new int[64];
        int count = 1;
        boolean in = false;
        for (int column = 0; column < width; column++) {
            for (int place = column, row = 0; row < height; row++, place += width) {
                if (inside.test(place) != in) {
                    in = !in;
                    if (count == runs.length) {
                        runs = Arrays.copyOf(runs, 2 * count);
                    }
                    count++;
                }
                runs[count - 1]++;
            }
        }
        return of(height, width, Arrays.copyOf(runs, count));
    }

    /// COCO's text form, which [#parse] reads.
    public String text() {
        StringBuilder text = new StringBuilder(2 * runs.length);
        for (int i = 0; i < runs.length; i++) {
            int left = i > 2 ? runs[i] - runs[i - 2] : runs[i];
            boolean more = true;
            while (more) {
                int digit = left & 31;
                left >>= 5;
                more = left != ((digit & 16) == 0 ? 0 : -1);
                text.append((char) (48 + digit + (more ? 32 : 0)));
            }
        }
        return text.toString();
    }

    /// Sets what is inside.
    ///
    /// @param rows a value for each pixel, row by row from the top
    /// @throws IllegalArgumentException when there is not a value for each pixel
    public void paint(byte[] rows, byte value) {
        if (rows.length != (long) height * width) {
            throw new IllegalArgumentException(
                    "expected %d x %d pixels, found %d".formatted(width, height, rows.length));
        }
        int at = 0;
        for (int i = 0; i < runs.length; i++) {
            int end = at + runs[i];
            for (int pixel = at; (i & 1) == 1 && pixel < end; pixel++) {
                rows[pixel % height * width + pixel / height] = value;
            }
            at = end;
        }
    }

    /// Rows of the image.
    public int height() {
        return height;
    }

    /// Columns of the image.
    public int width() {
        return width;
    }

    /// How many pixels are inside.
    public long area() {
        long area = 0;
        for (int i = 1; i < runs.length; i += 2) {
            area += runs[i];
        }
        return area;
    }

    /// How many pixels are inside both; both must be of one size.
    public long common(RunLengths other) {
        long common = 0;
        int mine = 0;
        int others = 0;
        long myEnd = runs.length == 0 ? 0 : runs[0];
        long otherEnd = other.runs.length == 0 ? 0 : other.runs[0];
        long at = 0;
        while (mine < runs.length && others < other.runs.length) {
            long end = Math.min(myEnd, otherEnd);
            if ((mine & 1) == 1 && (others & 1) == 1) {
                common += end - at;
            }
            at = end;
            if (myEnd == end && ++mine < runs.length) {
                myEnd += runs[mine];
            }
            if (otherEnd == end && ++others < other.runs.length) {
                otherEnd += other.runs[others];
            }
        }
        return common;
    }

    /// What is inside either; both must be of one size.
    public RunLengths union(RunLengths other) {
        int[] merged = new int[runs.length + other.runs.length + 1];
        int count = 0;
        boolean inside = false;
        int mine = 0;
        int others = 0;
        long myEnd = runs.length == 0 ? Long.MAX_VALUE : runs[0];
        long otherEnd = other.runs.length == 0 ? Long.MAX_VALUE : other.runs[0];
        long at = 0;
        while (mine < runs.length || others < other.runs.length) {
            long end = Math.min(myEnd, otherEnd);
            boolean now =
                    mine < runs.length && (mine & 1) == 1
                            || others < other.runs.length && (others & 1) == 1;
            if (now != inside) {
                inside = now;
                count++;
            }
            merged[count] += (int) (end - at);
            at = end;
            if (myEnd == end) {
                myEnd = ++mine < runs.length ? myEnd + runs[mine] : Long.MAX_VALUE;
            }
            if (otherEnd == end) {
                otherEnd =
                        ++others < other.runs.length
                                ? otherEnd + other.runs[others]
                                : Long.MAX_VALUE;
            }
        }
        return of(height, width, Arrays.copyOf(merged, count + 1));
    }

    /// The smallest box around what is inside: x, y, width, height; all 0 for nothing.
    public double[] bounds() {
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        int at = 0;
        for (int i = 0; i < runs.length; i++) {
            if ((i & 1) == 1 && runs[i] > 0) {
                int last = at + runs[i] - 1;
                left = Math.min(left, at / height);
                right = Math.max(right, last / height);
                boolean oneColumn = at / height == last / height;
                top = Math.min(top, oneColumn ? at % height : 0);
                bottom = Math.max(bottom, oneColumn ? last % height : height - 1);
            }
            at += runs[i];
        }
        return right < 0
                ? new double[4]
                : new double[] {left, top, right - left + 1.0, bottom - top + 1.0};
    }
}
