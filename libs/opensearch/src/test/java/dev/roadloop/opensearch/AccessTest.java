package dev.roadloop.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Where an index lies, and by what right it is asked.
class AccessTest {

    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(
                    AwsSessionCredentials.create("AKID", "secret", "session"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://search.example.org            | https://search.example.org      | roadloop-t | Open
                    https://search.example.org:9200/      | https://search.example.org:9200 | roadloop-t | Open
                    https://search.example.org/fleet-1    | https://search.example.org      | fleet-1    | Open
                    http://127.0.0.1:9200                 | http://127.0.0.1:9200           | roadloop-t | Open
                    https://d-1.eu-west-1.es.amazonaws.com/x | https://d-1.eu-west-1.es.amazonaws.com | x | Signed
                    https://d.cn-north-1.es.amazonaws.com.cn | https://d.cn-north-1.es.amazonaws.com.cn | roadloop-t | Signed
                    """)
    void readsAddressesAsPeopleGiveThem(String text, String address, String index, String access) {
        OpenSearchEndpoint endpoint =
                OpenSearchEndpoint.parse(text, "roadloop-t", Map.of(), () -> KEYS);

        assertThat(endpoint.address()).hasToString(address);
        assertThat(endpoint.index()).isEqualTo(index);
        assertThat(endpoint.access().getClass().getSimpleName()).isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    search.example.org                     | expected an address such as https
                    ftp://search.example.org               | expected an address such as https
                    https://a b                            | expected an address such as https
                    https://me:secret@search.example.org   | a password does not belong into an address
                    https://search.example.org/a/b         | at most the name of an index
                    https://search.example.org/a?b=c       | at most the name of an index
                    https://search.example.org/UPPER       | expected lower-case letters
                    https://x.eu-west-1.aoss.amazonaws.com | a collection of OpenSearch Serverless
                    http://d.eu-west-1.es.amazonaws.com    | credentials are sent by https only
                    """)
    void saysWhatIsWrongWithAnAddress(String text, String message) {
        assertThatThrownBy(() -> OpenSearchEndpoint.parse(text, "roadloop-t", Map.of(), () -> KEYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret@");
    }

    @Test
    void passwordsComeFromTheEnvironmentBothPartsOfThemAndByHttps() {
        Map<String, String> both =
                Map.of(OpenSearchEndpoint.USER, "me", OpenSearchEndpoint.PASSWORD, "geheim");

        assertThat(OpenSearchEndpoint.parse("https://s.example.org", "i", both, () -> KEYS))
                .extracting(OpenSearchEndpoint::access)
                .isEqualTo(new Access.Password("me", "geheim"))
                .hasToString("Password[user=me]");
        assertThatThrownBy(() ->
                        OpenSearchEndpoint.parse("http://s.example.org", "i", both, () -> KEYS))
                .hasMessageContaining("https only");
        assertThatThrownBy(() ->
                        OpenSearchEndpoint.parse(
                                "https://s.example.org",
                                "i",
                                Map.of(OpenSearchEndpoint.USER, "me"),
                                () -> KEYS))
                .hasMessageContaining("found one");
    }

    @Test
    void namesAnIndexForATable() {
        assertThat(OpenSearchEndpoint.indexOf("RoadloopFoundation-Drives_1 é"))
                .isEqualTo("roadloop-roadloopfoundation-drives_1--");
        assertThat(OpenSearchEndpoint.indexOf("T".repeat(255))).hasSize(200);
    }

    @Test
    @Tag("slow")
    void sendsNameAndPasswordWithEachRequest() {
        Script.Asked asked = ask(new Access.Password("me", "geheim é"));

        assertThat(asked.headers().get("authorization"))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "me:geheim é".getBytes(StandardCharsets.UTF_8)));
    }

    /// The signature is computed again here, as the specification says and by nothing of the SDK.
    @Test
    void signsEachRequestWithItsBody() throws GeneralSecurityException {
        Script.Asked asked = ask(new Access.Signed(KEYS, "eu-west-1"));

        String authorization = asked.headers().get("authorization");
        String time = asked.headers().get("x-amz-date");
        String day = time.substring(0, 8);
        String scope = day + "/eu-west-1/es/aws4_request";
        assertThat(authorization).startsWith("AWS4-HMAC-SHA256 Credential=AKID/" + scope + ",");
        assertThat(asked.headers()).containsEntry("x-amz-security-token", "session");
        List<String> signed = List.of(after(authorization, "SignedHeaders=").split(";"));
        assertThat(signed).contains("host", "x-amz-date", "x-amz-security-token");
        StringBuilder canonical = new StringBuilder("POST\n/drives/_search\nx=1\n");
        signed.forEach(name ->
                canonical
                        .append(name)
                        .append(':')
                        .append(asked.headers().get(name).strip())
                        .append('\n'));
        canonical
                .append('\n')
                .append(String.join(";", signed))
                .append('\n')
                .append(digest(asked.body()));
        byte[] key = ("AWS4" + "secret").getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        String expected =
                HexFormat.of()
                        .formatHex(
                                hmac(
                                        key,
                                        "AWS4-HMAC-SHA256\n"
                                                + time
                                                + "\n"
                                                + scope
                                                + "\n"
                                                + digest(canonical.toString())));
        assertThat(after(authorization, "Signature=")).isEqualTo(expected);
    }

    private static Script.Asked ask(Access access) {
        try (Script script = new Script().reply(200, "{}");
                Cluster cluster =
                        new Cluster(
                                new OpenSearchEndpoint(script.address(), "drives", access),
                                Duration.ZERO)) {
            cluster.send(
                            new Cluster.Call(
                                    "POST",
                                    "/drives/_search?x=1",
                                    "application/json",
                                    "{\"size\":1}".getBytes(StandardCharsets.UTF_8),
                                    true))
                    .body();
            return script.asked().getFirst();
        }
    }

    private static String after(String text, String name) {
        String rest = text.substring(text.indexOf(name) + name.length());
        return rest.contains(",") ? rest.substring(0, rest.indexOf(',')) : rest;
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
