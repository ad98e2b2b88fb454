package dev.roadloop.freeze.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roadloop.freeze.picture.PictureScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What DVC 3.67.1 (PyPI, Python 3.11, Linux) wrote for the same folder: `git init && dvc init &&
/// dvc add data`, then `.dvc/cache/files/md5/4a/c1368159b3325dddd60ce0f6b2842e.dir` and `data.dvc`.
/// Each file's content is its path in UTF-8, but `images/leer.txt` is empty.
class DvcFolderTest {
    private static final List<String> PATHS =
            List.of(
                    "images/\u00e9.jpg",
                    "images/e\u0301.jpg",
                    "images/\ud83d\ude00.jpg",
                    "images/\uff5e.jpg",
                    "images/\ue000.jpg",
                    "images/a b.jpg",
                    "images/leer.txt",
                    "images/\u00e4 sub/Z.jpg",
                    "images/\"q\".jpg",
                    "A.txt",
                    "a.txt",
                    "a-b.txt",
                    "a/b.txt",
                    "images/\u2028.txt");

    private static final String OBJECT =
            """
            [{"md5": "1c0e381753c8bb51dab97fa6ec00862b", "relpath": "A.txt"}, \
            {"md5": "ce2738cad2aa60c2f0ecc27dac83904c", "relpath": "a-b.txt"}, \
            {"md5": "a5e54d1fd7bb69a228ef0dcd2431367e", "relpath": "a.txt"}, \
            {"md5": "239f5314ae50beaabc7a58bd2c979a06", "relpath": "a/b.txt"}, \
            {"md5": "510dc36a3a7e32276059bb1749b6b3ed", "relpath": "images/\\"q\\".jpg"}, \
            {"md5": "13da6719cbee4ea36713367688261d5d", "relpath": "images/a b.jpg"}, \
            {"md5": "f5f006779b48ebded42886df38b64b07", "relpath": "images/e\\u0301.jpg"}, \
            {"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "images/leer.txt"}, \
            {"md5": "d4ad1e53a254b1e577337e8ea2deb0e0", "relpath": "images/\\u00e4 sub/Z.jpg"}, \
            {"md5": "bce16abacbbd16cb8ac49dc2d5378e22", "relpath": "images/\\u00e9.jpg"}, \
            {"md5": "f9419ab28955b7acae77847f28cba105", "relpath": "images/\\u2028.txt"}, \
            {"md5": "aee7d42c88506cf344f449cfeda442b5", "relpath": "images/\\ue000.jpg"}, \
            {"md5": "84ed6eb75f3026868591b9b4e23f876b", "relpath": "images/\\uff5e.jpg"}, \
            {"md5": "f5be3672cc0e3f57854c7dfa01a92a73", "relpath": "images/\\ud83d\\ude00.jpg"}]\
            """;

    @Test
    void writesTheObjectThatDvcWrote() {
        assertThat(new String(folder(PATHS).object(), StandardCharsets.US_ASCII)).isEqualTo(OBJECT);
    }

    @Test
    void theOrderOfEntriesDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(PATHS);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(folder(shuffled).address()).isEqualTo(folder(PATHS).address());
    }

    @Test
    void writesTheFileThatDvcWrote() {
        assertThat(DvcFile.of(folder(PATHS), "data").text())
                .isEqualTo(
                        """
                        outs:
                        - md5: 4ac1368159b3325dddd60ce0f6b2842e.dir
                          size: 155
                          nfiles: 14
                          hash: md5
                          path: data
                        """);
    }

    @Test
    void readsTheFileThatItWrote() {
        for (String name : List.of("street", "1", "1e5", "true", "a.b", "0x1f")) {
            DvcFile file = DvcFile.of(folder(PATHS), name);

            assertThat(DvcFile.read(file.text())).contains(file);
        }
    }

    @Test
    void namesThatYamlTakesForNumbersAreQuoted() {
        assertThat(DvcFile.of(folder(PATHS), "1e5").text()).contains("path: '1e5'");
        assertThat(DvcFile.of(folder(PATHS), "true").text()).contains("path: 'true'");
    }

    @Test
    void refusesAPathTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> folder(List.of("a.txt", "a.txt")))
                .withMessageContaining("a.txt twice");
    }

    private static DvcFolder folder(List<String> paths) {
        return new DvcFolder(
                paths.stream()
                        .map(path -> {
                            byte[] content =
                                    path.endsWith("leer.txt")
                                            ? new byte[0]
                                            : path.getBytes(StandardCharsets.UTF_8);
                            String md5 =
                                    HexFormat.of().formatHex(PictureScan.md5().digest(content));
                            return new DvcFolder.Entry(path, md5, content.length);
                        })
                        .toList());
    }
}
