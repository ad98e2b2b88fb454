package dev.roadloop.opensearch;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// Signs requests to Amazon OpenSearch Service.
///
/// Source:
/// https://docs.aws.amazon.com/opensearch-service/latest/developerguide/request-signing.html
final class RequestSignature {

    private static final String SERVICE = "es";
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private RequestSignature() {}

    /// The headers that sign a request, beside those it has. The host is signed too, and sent by
    /// the HTTP client itself.
    static Map<String, String> headers(Access.Signed access, URI uri, Cluster.Call call) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(call.method()))
                        .uri(uri)
                        .build();
        SignedRequest signed =
                SIGNER.sign(sign ->
                        sign.identity(access.credentials().resolveCredentials())
                                .request(request)
                                .payload(ContentStreamProvider.fromByteArray(call.body()))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, access.region()));
        Map<String, String> headers = new HashMap<>();
        signed.request()
                .headers()
                .forEach((name, values) -> {
                    if (!name.toLowerCase(Locale.ROOT).equals("host")) {
                        headers.put(name, String.join(",", values));
                    }
                });
        return headers;
    }
}
