package dev.roadloop.simdrive.render;

import java.io.ByteArrayOutputStream;

/// The tables of ITU T.81, annex K, and the order of coefficients.
final class JpegTables {

    /// Places of coefficients in the order in which they are written.
    static final int[] ZIGZAG = zigzag();

    static final int[] LUMINANCE = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69,
        56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81,
        104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    static final int[] CHROMINANCE = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99,
        99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
    };

    static final Codes LUMINANCE_CODES =
            new Codes(
                    Huffman.of("0 1 5 1 1 1 1 1 1 0 0 0 0 0 0 0", "000102030405060708090a0b"),
                    Huffman.of(
                            "0 2 1 3 3 2 4 3 5 5 4 4 0 0 1 125",
                            "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282"
                                + "090a161718191a25262728292a3435363738393a434445464748494a5354555657"
                                + "58595a636465666768696a737475767778797a838485868788898a929394959697"
                                + "98999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4"
                                + "d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"));

    static final Codes CHROMINANCE_CODES =
            new Codes(
                    Huffman.of("0 3 1 1 1 1 1 1 1 1 1 0 0 0 0 0", "000102030405060708090a0b"),
                    Huffman.of(
                            "0 2 1 2 4 4 3 4 7 5 4 4 0 1 2 119",
                            "0001020311040521310612415107617113223281081442"
                                + "91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738"
                                + "393a434445464748494a535455565758595a636465666768696a73747576777879"
                                + "7a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6"
                                + "b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3"
                                + "f4f5f6f7f8f9fa"));

    private JpegTables() {}

    /// The codes of a component: for its mean values, and for all else.
    record Codes(Huffman dc, Huffman ac) {

        void write(ByteArrayOutputStream out, int id) {
            dc.write(out, id);
            ac.write(out, 0x10 | id);
        }
    }

    /// A Huffman code.
    static final class Huffman {

        /// By symbol: the bits of its code, and how many.
        final int[] bits = new int[256];

        final int[] lengths = new int[256];
        private final byte[] counts;
        private final byte[] symbols;

        private Huffman(byte[] counts, byte[] symbols) {
            this.counts = counts;
            this.symbols = symbols;
            int code = 0;
            int next = 0;
            for (int length = 1; length <= counts.length; length++) {
                for (int i = 0; i < counts[length - 1]; i++) {
                    int symbol = symbols[next++] & 255;
                    bits[symbol] = code++;
                    lengths[symbol] = length;
                }
                code <<= 1;
            }
        }

        static Huffman of(String counts, String symbols) {
            String[] numbers = counts.split(" ");
            byte[] counted = new byte[numbers.length];
            for (int i = 0; i < counted.length; i++) {
                counted[i] = Byte.parseByte(numbers[i]);
            }
            return new Huffman(counted, java.util.HexFormat.of().parseHex(symbols));
        }

        private void write(ByteArrayOutputStream out, int id) {
            int length = 3 + counts.length + symbols.length;
            JpegEncoder.bytes(out, 0xFF, 0xC4, length >> 8, length, id);
            out.writeBytes(counts);
            out.writeBytes(symbols);
        }
    }

    private static int[] zigzag() {
        int[] order = new int[64];
        int x = 0;
        int y = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = 8 * y + x;
            boolean up = (x + y) % 2 == 0;
            if (up && x == 7 || !up && y < 7 && x == 0) {
                y++;
            } else if (up && y == 0 || !up && y == 7) {
                x++;
            } else {
                x += up ? 1 : -1;
                y += up ? -1 : 1;
            }
        }
        return order;
    }
}
