package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.container.ContainerImage;
import dev.roadloop.embedded.container.JobAttempt;
import dev.roadloop.embedded.container.JobFiles;
import dev.roadloop.embedded.container.StartCaches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A training job on one machine: what it is given, its program, and what it leaves.
final class TrainingAttempt {

    /// SageMaker kills a program that long after it asked it to end.
    static final Duration GRACE = Duration.ofSeconds(120);

    private final TrainingJob job;
    private final Path directory;
    private final TrainingFolder folder;
    private final TrainingImages.Context image;
    private final Map<String, String> role;
    private final StartCaches caches;

    /// @param directory of the attempt
    TrainingAttempt(
            TrainingJob job,
            Path directory,
            TrainingImages images,
            RoleEnvironment roles,
            StartCaches caches) {
        this.job = job;
        this.directory = directory.toAbsolutePath();
        this.folder = new TrainingFolder(this.directory.resolve("ml"));
        this.image =
                images.find(
                        job.request()
                                .path("AlgorithmSpecification")
                                .path("TrainingImage")
                                .asText());
        this.role = roles.of(job.request().path("RoleArn").asText());
        this.caches = caches;
    }

    /// Fetches checkpoints of earlier machines, and the channels.
    void fetch(S3Client s3) throws IOException {
        folder.prepare(job.request());
        for (JsonNode channel : job.request().path("InputDataConfig")) {
            String name = channel.path("ChannelName").asText();
            S3Uri uri =
                    S3Uri.parse(
                            channel.path("DataSource").path("S3DataSource").path("S3Uri").asText());
            if (new S3Folder(s3, uri, folder.channel(name)).fetch() == 0) {
                throw new IOException("No S3 objects found under " + uri + " of channel " + name);
            }
        }
        Optional<S3Folder> checkpoints = checkpoints(s3);
        if (checkpoints.isPresent()) {
            checkpoints.get().fetch();
        }
    }

    /// The checkpoints here and in S3, if the job has a place for them.
    Optional<S3Folder> checkpoints(S3Client s3) {
        String uri = job.request().path("CheckpointConfig").path("S3Uri").asText();
        return uri.isEmpty()
                ? Optional.empty()
                : Optional.of(new S3Folder(s3, S3Uri.parse(uri), folder.checkpoints()));
    }

    JobAttempt start() throws IOException {
        ContainerImage read = ContainerImage.read(image.folder(), image.dockerfile());
        List<String> arguments = new ArrayList<>();
        job.request()
                .path("AlgorithmSpecification")
                .path("ContainerArguments")
                .forEach(word -> arguments.add(word.asText()));
        List<String> flags = new ArrayList<>(caches.flags(image.folder(), directory));
        flags.add("-XX:MaxRAM=" + JobFiles.machineMiB() + "m");
        return JobAttempt.start(
                directory,
                read.commandLine(arguments.isEmpty() ? List.of("train") : arguments, flags),
                environment(read),
                GRACE);
    }

    /// One that an earlier process started and that still runs.
    Optional<JobAttempt> find() throws IOException {
        return JobAttempt.find(directory, GRACE);
    }

    /// Whether its program ever ran; asked after [#find].
    boolean began() {
        return JobAttempt.began(directory);
    }

    private Map<String, String> environment(ContainerImage read) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", System.getProperty("java.io.tmpdir"));
        variables.putAll(read.environment());
        job.request()
                .path("Environment")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        variables.putAll(role);
        variables.put("TRAINING_JOB_NAME", job.name());
        variables.put("TRAINING_JOB_ARN", job.arn());
        variables.putAll(folder.environment(job.request()));
        return variables;
    }

    /// What the program ended with; empty if it did not say.
    OptionalInt exitCode() throws IOException {
        OptionalInt code = JobAttempt.exitCode(directory);
        if (code.orElse(-1) == 0) {
            caches.keep(image.folder(), directory);
        }
        return code;
    }

    /// See [TrainingFolder#failureReason].
    String failureReason(int code) throws IOException {
        return folder.failureReason(code);
    }

    /// Puts what is in the model's folder where the job said; nothing if it is empty.
    void leaveModel(S3Client s3) throws IOException {
        if (!Files.isDirectory(folder.model())) {
            return;
        }
        try (Stream<Path> files = Files.list(folder.model())) {
            if (files.findAny().isEmpty()) {
                return;
            }
        }
        Path archive = directory.resolve("model.tar.gz");
        ModelArchive.write(folder.model(), archive);
        S3Uri to = artifacts(job);
        s3.putObject(
                request -> request.bucket(to.bucket()).key(to.prefix() + "model.tar.gz"),
                RequestBody.fromFile(archive));
    }

    /// Below which the archive of a job's model goes.
    static S3Uri artifacts(TrainingJob job) {
        S3Uri output =
                S3Uri.parse(job.request().path("OutputDataConfig").path("S3OutputPath").asText());
        return new S3Uri(output.bucket(), output.prefix() + job.name() + "/output/");
    }
}
