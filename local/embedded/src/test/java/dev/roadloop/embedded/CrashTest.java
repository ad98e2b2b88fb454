package dev.roadloop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// Kills the cloud with SIGKILL at random moments while events arrive. `-Droadloop.kills` says how
/// often.
@Tag("slow")
class CrashTest {

    @TempDir Path directory;

    @Test
    void everyEventThatWasAcceptedReachesItsFunctionAlthoughTheCloudIsKilled() throws Exception {
        Path assembly = TestAssembly.write(directory.resolve("cdk.out"));
        Path state = directory.resolve("state");
        Set<Integer> accepted = ConcurrentHashMap.newKeySet();
        Random random = new Random(1);
        int next = 1;
        for (int kill = 0; kill < Integer.getInteger("roadloop.kills", 4); kill++) {
            Process cloud =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    CloudProcess.class.getName(),
                                    assembly.toString(),
                                    state.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (BufferedReader output =
                            new BufferedReader(new InputStreamReader(cloud.getInputStream()));
                    EventBridgeClient client = client(URI.create(output.readLine()))) {
                Thread killer =
                        Thread.ofVirtual().start(() -> kill(cloud, 500 + random.nextInt(1500)));
                try {
                    while (true) {
                        int n = next++;
                        client.putEvents(request ->
                                request.entries(
                                        PutEventsRequestEntry.builder()
                                                .eventBusName("drives")
                                                .source("test")
                                                .detailType("T")
                                                .detail("{\"n\":" + n + "}")
                                                .build()));
                        accepted.add(n);
                    }
                } catch (SdkException e) {
                    // Killed in the middle of a call: that event was not accepted.
                    assertThat(cloud.waitFor()).isEqualTo(137);
                }
                killer.join();
            }
        }
        Path record = directory.resolve("cdk.out/record.txt");
        try (EmbeddedCloud cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                assembly, state, 0, false, Clock.systemUTC(), "us-east-1"))) {
            long end = System.nanoTime() + 20_000_000_000L;
            while (!seen(record).containsAll(accepted) && System.nanoTime() < end) {
                Thread.sleep(100);
            }
        }
        System.out.println(accepted.size() + " events accepted, " + seen(record).size() + " seen");
        assertThat(accepted).isNotEmpty();
        assertThat(seen(record)).containsAll(accepted);
    }

    private static void kill(Process process, long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static Set<Integer> seen(Path record) throws Exception {
        List<String> lines = Files.exists(record) ? Files.readAllLines(record) : List.of();
        return lines.stream()
                .filter(line -> line.matches("\\{n=\\d+\\}"))
                .map(line -> Integer.valueOf(line.substring(3, line.length() - 1)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static EventBridgeClient client(URI endpoint) {
        return EventBridgeClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                        override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }
}
