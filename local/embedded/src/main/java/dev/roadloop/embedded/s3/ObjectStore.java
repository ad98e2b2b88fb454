package dev.roadloop.embedded.s3;

import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// The buckets of a template, each a folder under `<state>/s3` with its objects as plain files at
/// their key paths.
///
/// Known deviations from S3, each asserted by a test: object tagging is refused (501), a key cannot
/// be both an object and the parent of one (`a` and `a/b`), versioning of a bucket is not applied,
/// lifecycle rules do nothing.
public final class ObjectStore implements AutoCloseable {

    private final S3Proxy server;
    private final AnnouncingBlobStore blobs;
    private final EventOutbox outbox;
    private final int recovered;

    private ObjectStore(S3Proxy server, AnnouncingBlobStore blobs, EventOutbox outbox) {
        this.server = server;
        this.blobs = blobs;
        this.outbox = outbox;
        this.recovered = blobs.recover();
    }

    /// Opens the store, makes the template's buckets, sends events that an earlier process left
    /// unsent, and listens on a free port of 127.0.0.1.
    ///
    /// @param stateDirectory objects go to `s3/`, the outbox of events to `s3-events.journal`
    public static ObjectStore start(
            CloudAssembly assembly, Path stateDirectory, ObjectEvents events) {
        try {
            Path root = Files.createDirectories(stateDirectory.resolve("s3"));
            FilesystemNio2BlobStore files =
                    new FilesystemNio2BlobStore(root.toAbsolutePath().toString());
            for (CloudResource bucket : assembly.resources("AWS::S3::Bucket")) {
                if (!files.containerExists(bucket.name())) {
                    files.createContainer(bucket.name());
                }
            }
            EventOutbox outbox = new EventOutbox(stateDirectory.resolve("s3-events.journal"));
            AnnouncingBlobStore blobs =
                    new AnnouncingBlobStore(
                            files,
                            announced(assembly),
                            assembly.settings().account(),
                            events,
                            outbox,
                            new TornWrites(root));
            S3Proxy server =
                    S3Proxy.builder()
                            .blobStore(blobs)
                            .endpoint(URI.create("http://127.0.0.1:0"))
                            .awsAuthentication(AuthenticationType.NONE, null, null)
                            .ignoreUnknownHeaders(true)
                            .jettyMaxThreads(64)
                            .build();
            server.start();
            return new ObjectStore(server, blobs, outbox);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep objects in " + stateDirectory, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not start", e);
        }
    }

    /// Where S3 requests go, any signature accepted: for the gateway only.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /// S3 for calls within the process.
    public AwsApi api() {
        return new S3Api(blobs);
    }

    /// How many events of an earlier process were sent on opening.
    public int recoveredEvents() {
        return recovered;
    }

    @Override
    public void close() {
        blobs.stop();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy did not stop", e);
        } finally {
            outbox.close();
        }
    }

    private static Set<String> announced(CloudAssembly assembly) {
        return assembly.resources("AWS::S3::Bucket").stream()
                .filter(bucket ->
                        bucket.property("NotificationConfiguration").has("EventBridgeConfiguration")
                                && bucket.property(
                                                "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled")
                                        .asBoolean(true))
                .map(CloudResource::name)
                .collect(Collectors.toSet());
    }
}
