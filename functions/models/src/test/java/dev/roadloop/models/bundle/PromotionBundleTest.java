package dev.roadloop.models.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.domain.CallerException;
import dev.roadloop.models.Candidate;
import dev.roadloop.models.TestKey;
import dev.roadloop.models.card.CardText;
import dev.roadloop.models.gate.Decision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle proves itself: as it was sealed, and in no other way. `-Dmodels.flips=all` changes
/// every single byte of it instead of some.
class PromotionBundleTest {

    private static final BigInteger P256 =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final String FLIPS = System.getProperty("models.flips", "300");
    private static final CardText TEXT =
            new CardText("object detection", null, "driving in daylight", null, "us", null);

    private final TestKey key = new TestKey("arn:aws:kms:us-east-1:123456789012:key/k");

    @TempDir private Path folder;
    @TempDir private Path elsewhere;

    private SortedMap<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void seal() throws IOException {
        files = sealed(new Candidate(), key);
        write(files);
    }

    @Test
    void aBundleAsItWasSealedLeadsToTheSameDecision() throws IOException {
        PromotionBundle.Verified verified = verify();

        assertThat(verified.promotion().model()).isEqualTo("detector");
        assertThat(verified.promotion().version()).isEqualTo("3");
        assertThat(verified.promotion().decision().verdict()).isEqualTo(Decision.Verdict.PROMOTE);
        assertThat(files.keySet())
                .contains("decision.dsse.json", "policy.json", "key.pem", "card/model-card.md")
                .contains("evidence/training.dsse.json", "evidence/comparison.dsse.json")
                .hasSize(13);
        assertThat(verified.card().files())
                .allSatisfy(
                        (name, content) -> assertThat(content).as(name).isEqualTo(files.get(name)));
    }

    @Test
    void aSoundBundleOfAnotherVersionIsNoneOfTheVersionThatIsAskedFor() throws IOException {
        PromotionBundle.Verified verified = verify();

        assertThat(verified.about("detector", "3")).isSameAs(verified);
        assertThatThrownBy(() -> verified.about("detector", "4"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("version: expected 4, found 3");
        assertThatThrownBy(() -> verified.about("segmenter", "3"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("model: expected segmenter, found detector");
    }

    @Test
    void aRefusalIsSealedAndVerifiedAlike() throws IOException {
        write(
                sealed(
                        new Candidate()
                                .with(EvidenceKind.LATENCY, new Latency("slow", 1, 9, 90, 91, 92)),
                        key));

        assertThat(verify().promotion().decision().failures())
                .extracting(Decision.Check::name)
                .containsExactly("latency");
    }

    @Test
    @Tag("slow")
    void oneChangedByteAnywhereIsRefused() throws IOException {
        Random random = new Random(3);
        int tried = 0;
        int all = files.values().stream().mapToInt(content -> content.length).sum();
        double share = FLIPS.equals("all") ? 1 : Double.parseDouble(FLIPS) / all;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            for (int at = 0; at < file.getValue().length; at++) {
                if (random.nextDouble() < share) {
                    byte[] changed = file.getValue().clone();
                    changed[at] ^= (byte) (1 + random.nextInt(255));
                    assertRefused(file.getKey(), changed, "byte " + at + " of " + file.getKey());
                    tried++;
                }
            }
            write(files);
        }
        assertThat(tried).isGreaterThan(FLIPS.equals("all") ? all - 1 : 200);
    }

    @Test
    void everyByteOfTheDecisionCountsEvenThoseThatJsonAndBase64Ignore() throws IOException {
        String decision = new String(files.get("decision.dsse.json"), StandardCharsets.UTF_8);

        for (String changed :
                List.of(
                        decision + "\n",
                        decision.replaceFirst(",", ", "),
                        decision.replaceFirst("\"payloadType\"", "\"payload\\\\u0054ype\""),
                        decision.replaceFirst("\\{", "{\"extra\":1,"),
                        lastDigitOfBase64Changed(decision))) {
            assertThat(changed).isNotEqualTo(decision);
            assertRefused("decision.dsse.json", changed.getBytes(StandardCharsets.UTF_8), changed);
        }
    }

    /// To every signature on an elliptic curve anybody can find another, without the key.
    @Test
    void theOtherSignatureThatIsAsValidIsRefused() throws Exception {
        for (String name : List.of("decision.dsse.json", "evidence/latency.dsse.json")) {
            DsseEnvelope envelope = Json.read(files.get(name), DsseEnvelope.class, name);
            DsseEnvelope.Signature one = envelope.signatures().getFirst();
            byte[] der = Base64.getDecoder().decode(one.sig());
            BigInteger s = new BigInteger(der, 6 + der[3], der[5 + der[3]]);
            byte[] twin = sequence(Arrays.copyOfRange(der, 2, 4 + der[3]), P256.subtract(s));
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key.publicKey());
            check.update(
                    ("DSSEv1 28 " + envelope.payloadType() + " ")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] payload = Base64.getDecoder().decode(envelope.payload());
            check.update((payload.length + " ").getBytes(StandardCharsets.US_ASCII));
            check.update(payload);
            assertThat(check.verify(twin)).isTrue();

            assertRefused(
                    name,
                    Json.bytes(
                            new DsseEnvelope(
                                    envelope.payloadType(),
                                    envelope.payload(),
                                    List.of(
                                            new DsseEnvelope.Signature(
                                                    one.keyid(),
                                                    Base64.getEncoder().encodeToString(twin))))),
                    name);
            write(files);
        }
    }

    private static byte[] sequence(byte[] first, BigInteger number) {
        byte[] second = number.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x30);
        out.write(first.length + 2 + second.length);
        out.writeBytes(first);
        out.write(2);
        out.write(second.length);
        out.writeBytes(second);
        return out.toByteArray();
    }

    @Test
    @Tag("slow")
    void evidenceOfAnotherBundleIsRefusedThoughItIsSignedWithTheSameKey() throws IOException {
        SortedMap<String, byte[]> others =
                sealed(
                        new Candidate()
                                .with(EvidenceKind.LATENCY, new Latency("slow", 1, 9, 90, 91, 92)),
                        key);
        for (String name : files.keySet()) {
            byte[] other = others.get(name);
            if (!Arrays.equals(other, files.get(name))) {
                assertRefused(name, other, name);
                write(files);
            }
        }
        assertThat(verify()).isNotNull();
    }

    /// Two spellings of the same bytes: what stands behind the last byte is ignored by decoders.
    private static String lastDigitOfBase64Changed(String decision) {
        int padding = decision.indexOf("=\"");
        int end = decision.charAt(padding - 1) == '=' ? padding - 2 : padding - 1;
        if (padding < 0) {
            return decision + " ";
        }
        char digit = decision.charAt(end);
        char next = (char) (digit == 'z' || digit == 'Z' || digit == '9' ? digit - 1 : digit + 1);
        String changed = decision.substring(0, end) + next + decision.substring(end + 1);
        assertThat(Base64.getDecoder().decode(text(changed, decision)))
                .isEqualTo(Base64.getDecoder().decode(text(decision, decision)));
        return changed;
    }

    /// The text in quotes around the padding.
    private static String text(String json, String where) {
        int end = where.indexOf("=\"") + 1;
        int start = where.lastIndexOf('"', end - 1) + 1;
        return json.substring(start, end);
    }

    @Test
    void filesThatAreGoneOrNewOrElsewhereAreRefused() throws IOException {
        for (String name : files.keySet()) {
            Files.move(folder.resolve(name), folder.resolve("moved"));
            assertThatThrownBy(this::verify).as(name).isInstanceOf(CallerException.class);
            Files.move(folder.resolve("moved"), folder.resolve(name));
        }
        assertThat(verify()).isNotNull();

        Files.writeString(folder.resolve("more.txt"), "more");
        assertThatThrownBy(this::verify)
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("more.txt is not named by the decision");
        Files.delete(folder.resolve("more.txt"));

        Path deep = Files.createDirectories(folder.resolve("a/b/c/d"));
        Files.writeString(deep.resolve("more.txt"), "more");
        assertThatThrownBy(this::verify).hasMessageContaining("a/b/c/d is deeper than any folder");
        Files.delete(deep.resolve("more.txt"));
        Files.delete(deep);

        Files.move(folder.resolve("policy.json"), elsewhere.resolve("policy.json"));
        Files.createSymbolicLink(folder.resolve("policy.json"), elsewhere.resolve("policy.json"));
        assertThatThrownBy(this::verify).hasMessageContaining("policy.json is a link");
    }

    @Test
    void aBundleThatSomebodyElseSealedIsRefused() throws IOException {
        TestKey other = new TestKey("arn:aws:kms:us-east-1:123456789012:key/k");
        write(sealed(new Candidate(), other));

        assertThatThrownBy(this::verify)
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("not one of the trusted key");
        assertThat(PromotionBundle.verify(folder, Optional.empty())).isNotNull();
    }

    @Test
    void aDecisionThatTheEvidenceDoesNotLeadToIsRefusedEvenIfSigned() throws IOException {
        SortedMap<String, byte[]> refused =
                sealed(
                        new Candidate()
                                .with(EvidenceKind.LATENCY, new Latency("slow", 1, 9, 90, 91, 92)),
                        key);
        String said =
                new String(
                        Base64.getDecoder()
                                .decode(
                                        Json.read(
                                                        refused.get("decision.dsse.json"),
                                                        DsseEnvelope.class,
                                                        "test")
                                                .payload()),
                        StandardCharsets.UTF_8);
        Statement lie =
                Json.read(
                        said.replace("REFUSE", "PROMOTE")
                                .replace("\"passed\":false", "\"passed\":true"),
                        Statement.class,
                        "test");
        TreeMap<String, byte[]> lied = new TreeMap<>(refused);
        lied.put("decision.dsse.json", key.signed(lie));
        write(lied);

        assertThatThrownBy(this::verify)
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("leads to another decision than the signed one");
    }

    @Test
    void evidenceOfAnotherKeyOrOfNoKindIsNotSealed() {
        Candidate candidate = new Candidate();
        List<byte[]> others =
                candidate.statements().stream().map(new TestKey("other")::signed).toList();

        assertThatThrownBy(() -> PromotionBundle.seal(application(others), key.trusted(), key))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("not one of the trusted key");
        assertThatThrownBy(() -> PromotionBundle.seal(application(List.of()), key.trusted(), key))
                .hasMessageContaining("found none");
    }

    @Test
    void foldersThatAreNoBundlesAreRefused() throws IOException {
        assertThatThrownBy(() ->
                        PromotionBundle.verify(folder.resolve("none"), Optional.of(key.trusted())))
                .hasMessageContaining("is no folder");
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 70; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        assertThatThrownBy(() -> PromotionBundle.verify(many, Optional.empty()))
                .hasMessageContaining("more than 64 files");
        Path hollow = Files.createDirectory(folder.resolve("hollow"));
        for (int i = 0; i < 260; i++) {
            Files.createDirectory(hollow.resolve("d" + i));
        }
        assertThatThrownBy(() -> PromotionBundle.verify(hollow, Optional.empty()))
                .hasMessageContaining("more than 64 files");
    }

    private SortedMap<String, byte[]> sealed(Candidate candidate, TestKey by) {
        return PromotionBundle.seal(
                application(candidate.statements().stream().map(by::signed).toList()),
                by.trusted(),
                by);
    }

    private static PromotionBundle.Application application(List<byte[]> evidence) {
        return new PromotionBundle.Application(
                "detector", "3", Candidate.MODEL, Candidate.POLICY, evidence, TEXT);
    }

    private PromotionBundle.Verified verify() throws IOException {
        return PromotionBundle.verify(folder, Optional.of(key.trusted()));
    }

    private void assertRefused(String name, byte[] content, String what) throws IOException {
        Files.write(folder.resolve(name), content);
        assertThatThrownBy(this::verify).as(what).isInstanceOf(CallerException.class);
        // Nor does it help to believe the key in the bundle.
        assertThatThrownBy(() -> PromotionBundle.verify(folder, Optional.empty()))
                .as(what)
                .isInstanceOf(CallerException.class);
    }

    private void write(Map<String, byte[]> contents) throws IOException {
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
