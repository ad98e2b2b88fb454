package dev.roadloop.training.artifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.TrackingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// The operations on artifacts: those of runs, and the files themselves.
public final class ArtifactApi {
    /// Where artifacts lie that clients reach through this server.
    private static final String SCHEME = "mlflow-artifacts:/";

    /// A function answers with 6 MB at most, of which base64 leaves three quarters.
    private static final long MOST_INLINE = 4_000_000;

    /// So many URLs fit into an answer, each with the token of the function's role: 20 GB of
    /// MLflow's usual parts.
    private static final int MOST_PARTS = 2000;

    private static final Map<String, String> MEDIA_TYPES =
            Map.of(
                    "json",
                    "application/json",
                    "txt",
                    "text/plain",
                    "html",
                    "text/html",
                    "png",
                    "image/png",
                    "jpg",
                    "image/jpeg",
                    "svg",
                    "image/svg+xml",
                    "csv",
                    "text/csv");

    private final ArtifactStore store;
    private final Function<String, String> artifactUriOfRun;

    public ArtifactApi(ArtifactStore store, Function<String, String> artifactUriOfRun) {
        this.store = store;
        this.artifactUriOfRun = artifactUriOfRun;
    }

    /// Adds the routes.
    ///
    /// @param version of the API: `/api/2.0/`
    public void addTo(Routes routes, String version) {
        String files = version + "mlflow-artifacts/";
        routes.add("GET", version + "mlflow/artifacts/list", this::listOfRun);
        routes.add(
                "GET",
                files + "artifacts",
                fields -> list(ArtifactPath.of(fields.text("path").orElse(""))));
        routes.add("GET", files + "artifacts/", (call, rest) -> get(ArtifactPath.of(rest)));
        routes.add("PUT", files + "artifacts/", this::put);
        routes.add("DELETE", files + "artifacts/", (call, rest) -> delete(ArtifactPath.of(rest)));
        routes.add("POST", files + "mpu/create/", (call, rest) -> beginUpload(call.fields(), rest));
        routes.add(
                "POST",
                files + "mpu/complete/",
                (call, rest) -> completeUpload(call.fields(), rest));
        routes.add("POST", files + "mpu/abort/", (call, rest) -> abortUpload(call.fields(), rest));
        routes.add(
                "GET", files + "presigned/", (call, rest) -> signedDownload(ArtifactPath.of(rest)));
    }

    private Answer listOfRun(Fields fields) {
        String id = fields.text("run_id").orElseGet(() -> fields.required("run_uuid"));
        return Answer.json(listing(artifactUriOfRun.apply(id), fields.text("path").orElse("")));
    }

    /// What lies below the artifacts of a run or model, in MLflow's words.
    ///
    /// @param root their URI
    /// @param path below it; empty for all
    /// @throws TrackingException if they lie where this server does not look
    public ObjectNode listing(String root, String path) {
        if (!root.startsWith(SCHEME)) {
            throw TrackingException.invalid(
                    "The artifacts lie at "
                            + root
                            + ", which this server does not serve; list them there");
        }
        ArtifactPath rootPath = ArtifactPath.of(root.substring(SCHEME.length()));
        ObjectNode answer = Json.jackson().createObjectNode().put("root_uri", root);
        ArrayNode list = answer.putArray("files");
        for (ArtifactStore.Listed each : store.list(rootPath.resolve(path))) {
            describe(
                    list.addObject(),
                    each,
                    each.path().text().substring(rootPath.text().length() + 1));
        }
        return answer;
    }

    private Answer list(ArtifactPath folder) {
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("files");
        for (ArtifactStore.Listed each : store.list(folder)) {
            describe(list.addObject(), each, each.path().name());
        }
        return Answer.json(answer);
    }

    private static void describe(ObjectNode file, ArtifactStore.Listed listed, String path) {
        file.put("path", path).put("is_dir", listed.folder());
        if (!listed.folder()) {
            file.put("file_size", listed.size());
        }
    }

    private Answer get(ArtifactPath path) {
        long size = store.size(path).orElseThrow(() -> missing(path));
        if (size > MOST_INLINE) {
            return Answer.elsewhere(store.signedDownload(path));
        }
        String name = path.name();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Answer.file(
                store.get(path), MEDIA_TYPES.getOrDefault(extension, "application/octet-stream"));
    }

    private Answer put(Call call, String rest) {
        store.put(ArtifactPath.of(rest), call.body(), call.mediaType());
        return Answer.empty();
    }

    private Answer delete(ArtifactPath path) {
        store.delete(path);
        return Answer.empty();
    }

    private Answer beginUpload(Fields fields, String folder) {
        ArtifactPath path = uploaded(fields, folder);
        long parts = fields.number("num_parts").orElse(1);
        if (parts < 1 || parts > MOST_PARTS) {
            throw TrackingException.invalid(
                    "Invalid value "
                            + parts
                            + " for parameter 'num_parts' supplied: expected 1 to "
                            + MOST_PARTS
                            + "; send larger parts, by MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE");
        }
        String upload = store.beginUpload(path);
        ObjectNode answer = Json.jackson().createObjectNode().put("upload_id", upload);
        ArrayNode credentials = answer.putArray("credentials");
        for (int part = 1; part <= parts; part++) {
            ObjectNode credential =
                    credentials
                            .addObject()
                            .put("url", store.signedPart(path, upload, part).toString())
                            .put("part_number", part);
            credential.putObject("headers");
        }
        return Answer.json(answer);
    }

    private Answer completeUpload(Fields fields, String folder) {
        List<CompletedPart> parts = new ArrayList<>();
        for (Fields part : fields.objects("parts")) {
            parts.add(
                    CompletedPart.builder()
                            .partNumber((int) part.requiredNumber("part_number"))
                            .eTag(part.required("etag"))
                            .build());
        }
        parts.sort(java.util.Comparator.comparing(CompletedPart::partNumber));
        store.completeUpload(uploaded(fields, folder), fields.required("upload_id"), parts);
        return Answer.empty();
    }

    private Answer abortUpload(Fields fields, String folder) {
        store.abortUpload(uploaded(fields, folder), fields.required("upload_id"));
        return Answer.empty();
    }

    /// The client names its local file, of which only the last part counts here.
    private static ArtifactPath uploaded(Fields fields, String folder) {
        String local = fields.required("path").replace('\\', '/');
        return ArtifactPath.of(folder).resolve(local.substring(local.lastIndexOf('/') + 1));
    }

    private Answer signedDownload(ArtifactPath path) {
        long size = store.size(path).orElseThrow(() -> missing(path));
        ObjectNode answer =
                Json.jackson()
                        .createObjectNode()
                        .put("url", store.signedDownload(path).toString())
                        .put("file_size", size);
        answer.putObject("headers");
        return Answer.json(answer);
    }

    private static TrackingException missing(ArtifactPath path) {
        return TrackingException.missing("No such artifact: '" + path.text() + "'");
    }
}
