package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Requests by URLs that were signed before.
class PresignedUrlContract extends ObjectContract {

    @Test
    @Deviates(server = "moto", because = "serves a presigned URL after its end")
    @Tag("slow")
    void letsPresignedUrlsReadAndWriteUntilTheyExpire() throws Exception {
        try (S3Presigner presigner =
                        S3Presigner.builder()
                                .endpointOverride(CONTRACT.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(Contract.OWNER)
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .build();
                HttpClient http = HttpClient.newHttpClient()) {
            URI put =
                    presigner
                            .presignPutObject(p ->
                                    p.signatureDuration(Duration.ofMinutes(5))
                                            .putObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            assertThat(
                            send(
                                            http,
                                            HttpRequest.newBuilder(put)
                                                    .PUT(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    "by url")))
                                    .statusCode())
                    .isEqualTo(200);
            URI get =
                    presigner
                            .presignGetObject(p ->
                                    p.signatureDuration(Duration.ofMinutes(5))
                                            .getObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            assertThat(send(http, HttpRequest.newBuilder(get)).body()).isEqualTo("by url");
            URI brief =
                    presigner
                            .presignGetObject(p ->
                                    p.signatureDuration(Duration.ofSeconds(1))
                                            .getObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            Thread.sleep(2100);
            HttpResponse<String> late = send(http, HttpRequest.newBuilder(brief));
            assertThat(late.statusCode()).isEqualTo(403);
            assertThat(late.body()).contains("<Code>AccessDenied</Code>", "expired");
            if (CONTRACT.embedded().isPresent()) {
                String byVersion2 =
                        CONTRACT.endpoint()
                                + get.getRawPath()
                                + "?AWSAccessKeyId=test&Signature=unverified&Expires=";
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(byVersion2 + "4000000000")))
                                        .body())
                        .isEqualTo("by url");
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(byVersion2 + "1000000000")))
                                        .statusCode())
                        .isEqualTo(403);
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(
                                                                CONTRACT.endpoint()
                                                                        + get.getRawPath())))
                                        .statusCode())
                        .as("anonymous")
                        .isEqualTo(403);
            }
        }
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
