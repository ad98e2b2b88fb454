package dev.roadloop.cli.platform;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.embedded.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the commands work on: an embedded mode, which `roadloop up` keeps in another process or
/// which runs for the length of a command, or the stacks that are deployed in an AWS account.
///
/// Nobody but this class knows which of them it is.
///
/// @see #open
/// @see #deployed
public final class Platform implements AutoCloseable {

    private static final String REGION = "us-east-1";

    private final AwsClients clients;
    private final StackOutputs outputs;
    private final @Nullable Embedded embedded;

    /// An embedded mode.
    ///
    /// @param state its folder
    /// @param endpoint where it listens
    /// @param own the cloud of this process; null if it runs in another
    private record Embedded(Path state, URI endpoint, @Nullable EmbeddedCloud own) {}

    private Platform(AwsClients clients, Map<String, String> outputs, @Nullable Embedded embedded) {
        this.clients = clients;
        this.outputs = new StackOutputs(outputs);
        this.embedded = embedded;
    }

    private static Platform embedded(Embedded embedded, Map<String, String> outputs) {
        AwsClients clients =
                AwsClients.from(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                embedded.endpoint().toString(),
                                "AWS_REGION",
                                REGION,
                                "AWS_ACCESS_KEY_ID",
                                "owner",
                                "AWS_SECRET_ACCESS_KEY",
                                "owner"));
        return new Platform(clients, outputs, embedded);
    }

    /// The stacks that are deployed in an account.
    ///
    /// @param clients with the account's credentials and region
    /// @throws IllegalArgumentException if none are
    public static Platform deployed(AwsClients clients) {
        return new Platform(clients, DeployedStacks.outputs(clients), null);
    }

    /// Where a project keeps its state: `.roadloop` in `root`.
    public static Path stateOf(Path root) {
        return root.resolve(".roadloop");
    }

    /// Connects to the running embedded mode, or starts one in this process.
    ///
    /// @param root folder of the project
    public static Platform open(Path root) throws IOException {
        Optional<Platform> running = connect(root);
        return running.isPresent() ? running.get() : start(root, 0, false);
    }

    /// Connects to the embedded mode that another process runs, if there is one.
    ///
    /// @param root folder of the project
    public static Optional<Platform> connect(Path root) throws IOException {
        return running(root)
                .map(found ->
                        embedded(
                                new Embedded(stateOf(root), found.endpoint(), null),
                                found.outputs()));
    }

    /// Starts an embedded mode in this process.
    ///
    /// @param port 0 for the one used last
    /// @param strict true to run functions in child processes under AWS's runtime
    public static Platform start(Path root, int port, boolean strict) throws IOException {
        return start(root, stateOf(root), port, strict);
    }

    /// The same with its state in another folder.
    public static Platform start(Path root, Path state, int port, boolean strict)
            throws IOException {
        Path cdkOut = root.resolve("infra-cdk/target/cdk.out");
        if (!Files.exists(cdkOut.resolve("manifest.json"))) {
            throw new IllegalArgumentException(
                    cdkOut + ": expected the synthesised template, found none; run ./mvnw package");
        }
        EmbeddedCloud cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                cdkOut, state, port, strict, Clock.systemUTC(), REGION));
        Map<String, String> outputs = new TreeMap<>();
        cloud.assembly()
                .outputs()
                .forEach(
                        (name, value) -> outputs.put(name.substring(name.indexOf('.') + 1), value));
        Embedded embedded = new Embedded(state, cloud.endpoint(), cloud);
        new EndpointFile(state).write(cloud.endpoint(), outputs);
        return embedded(embedded, outputs);
    }

    /// What another process said of the embedded mode it runs, if that still answers.
    public static Optional<Running> running(Path root) throws IOException {
        return new EndpointFile(stateOf(root)).read();
    }

    /// A running embedded mode.
    ///
    /// @param endpoint where it listens
    /// @param pid its process
    /// @param outputs of its stacks
    public record Running(URI endpoint, long pid, Map<String, String> outputs) {
        /// Copies the outputs.
        public Running {
            outputs = Map.copyOf(outputs);
        }
    }

    /// Address of all services of an embedded mode.
    ///
    /// @throws IllegalStateException if the platform is deployed
    public URI endpoint() {
        return ofEmbedded("an address of its own").endpoint();
    }

    /// The cloud of this process; null if there is none in it.
    public @Nullable EmbeddedCloud cloud() {
        return embedded == null ? null : embedded.own();
    }

    /// Clients of the services.
    public AwsClients clients() {
        return clients;
    }

    /// Name of the bucket that recordings are uploaded to.
    public String landingBucket() {
        return outputs.get("LandingBucket");
    }

    /// Name of the bucket with reports.
    public String goldBucket() {
        return outputs.get("GoldBucket");
    }

    /// Name of the catalog's table.
    public String drivesTable() {
        return outputs.get("DrivesTable");
    }

    /// ARN of the state machine that ingests drives.
    public String ingestMachine() {
        return outputs.get("IngestDrive");
    }

    /// ARN of the state machine that adds batches of labels to datasets.
    public String buildMachine() {
        return outputs.get("BuildDataset");
    }

    /// ARN of the state machine that trains models.
    public String trainMachine() {
        return outputs.get("TrainModel");
    }

    /// ARN of the state machine that searches for good settings.
    public String sweepMachine() {
        return outputs.get("Sweep");
    }

    /// Name of the bucket with golden sets.
    public String goldenBucket() {
        return outputs.get("GoldenBucket");
    }

    /// Id of the key that reports and evidence are signed with.
    public String reportKey() {
        return outputs.get("ReportKey");
    }

    /// ARN of the state machine that leads model versions to an alias.
    public String qualifyMachine() {
        return outputs.get("QualifyModel");
    }

    /// Address of the API of approvals, without a slash at its end.
    public URI approvalsUri() {
        return URI.create(outputs.get("ApprovalsUri"));
    }

    /// Address of the tracking server, below which MLflow's paths begin.
    public URI trackingUri() {
        return URI.create(outputs.get("TrackingUri"));
    }

    /// Whether its requests must be signed: those of deployed stacks must.
    public boolean isDeployed() {
        return embedded == null;
    }

    /// Name of the bucket with signal tables and keyframes.
    public String silverBucket() {
        return outputs.get("SilverBucket");
    }

    /// Runs SQL over the signals of all drives: DuckDB over the embedded mode's files, Athena over
    /// a deployed bucket.
    public SignalQueries signals() {
        return embedded == null
                ? new AthenaQueries(clients, silverBucket())
                : new DuckDbQueries(silverFolder().resolve("signals"));
    }

    /// Folder with the objects of an embedded mode's silver bucket, as plain files.
    ///
    /// @throws IllegalStateException if the platform is deployed
    public Path silverFolder() {
        return folder(silverBucket());
    }

    /// Folder with the objects of an embedded mode's gold bucket, as plain files.
    ///
    /// @throws IllegalStateException if the platform is deployed
    public Path goldFolder() {
        return folder(goldBucket());
    }

    private Path folder(String bucket) {
        return ofEmbedded("its objects in a folder")
                .state()
                .resolve("s3")
                .resolve(bucket)
                .toAbsolutePath();
    }

    private Embedded ofEmbedded(String what) {
        Embedded found = embedded;
        if (found == null) {
            throw new IllegalStateException("a deployed platform does not have " + what);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null && embedded.own() != null) {
            new EndpointFile(embedded.state()).delete();
            embedded.own().close();
        }
    }
}
