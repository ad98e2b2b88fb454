package dev.roadloop.embedded;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.batch.BatchApi;
import dev.roadloop.embedded.events.EventBridgeApi;
import dev.roadloop.embedded.events.SchedulerApi;
import dev.roadloop.embedded.gateway.Gateway;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.RequiredPermissions;
import dev.roadloop.embedded.lambda.LambdaApi;
import dev.roadloop.embedded.logs.LogStore;
import dev.roadloop.embedded.logs.LogsApi;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import dev.roadloop.embedded.template.TemplateSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A synthesised template as live services on one port.
///
/// Serves EventBridge, Scheduler, Lambda, Batch and CloudWatch Logs; a call to any other service is answered with
/// `UnknownService`. State lies under one directory and survives the process; a second process on it is refused.
public final class EmbeddedCloud implements AutoCloseable {

    private final Gateway gateway;
    private final CloudAssembly assembly;
    private final List<CloudResource> unserved;
    private final Duration readyIn;
    private final List<AutoCloseable> closing;

    private EmbeddedCloud(Gateway gateway, CloudAssembly assembly, List<CloudResource> unserved, Duration readyIn, List<AutoCloseable> closing) {
        this.gateway = gateway;
        this.assembly = assembly;
        this.unserved = List.copyOf(unserved);
        this.readyIn = readyIn;
        this.closing = List.copyOf(closing);
    }

    /// How to start.
    ///
    /// @param cdkOut folder of the synthesised application, with `manifest.json`
    /// @param stateDirectory where everything that must survive is kept
    /// @param port 0 for the one used last with this state, or else any free one
    /// @param strict true to run functions in child JVMs under AWS's runtime
    public record Options(Path cdkOut, Path stateDirectory, int port, boolean strict, Clock clock, String region) {}

    /// Starts everything and takes up what an earlier process left undone.
    ///
    /// @throws IllegalStateException if another process uses the state directory
    public static EmbeddedCloud start(Options options) {
        long begin = System.nanoTime();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            StateDirectory state = StateDirectory.open(options.stateDirectory());
            opened.addFirst(state);
            Gateway gateway = state.bind(options.port());
            opened.addFirst(gateway);
            CloudAssembly assembly = CloudAssembly.load(options.cdkOut(), TemplateSettings.of(options.region(), gateway.endpoint()));
            IdentityAccess iam = IdentityAccess.of(assembly, options.stateDirectory(), options.clock());
            gateway.secure(iam, new RequiredPermissions(assembly));
            ComputeResources resources = new ComputeResources(assembly);
            LogStore logs = new LogStore(options.stateDirectory().resolve("logs"), options.clock());
            RoleEnvironment roles = role -> variables(iam.credentialsOf(role), gateway.endpoint(), options.region());
            String account = assembly.settings().account();
            EventBridgeApi.Account place = new EventBridgeApi.Account(account, options.region());
            EventBridgeApi events = new EventBridgeApi(place, resources.buses(), resources.rules(), resources.archives(), gateway,
                    options.stateDirectory().resolve("events"), options.clock());
            opened.addFirst(events);
            SchedulerApi scheduler = new SchedulerApi(resources.schedules(), place, gateway, options.stateDirectory().resolve("scheduler"), options.clock());
            opened.addFirst(scheduler);
            int cores = Runtime.getRuntime().availableProcessors();
            BatchApi batch = new BatchApi(resources.jobQueues(), resources.jobDefinitions(), roles, logs, options.stateDirectory().resolve("batch"), options.clock(), cores,
                    detail -> events.publish("aws.batch", "Batch Job State Change", List.of(detail.path("jobArn").asText()), detail));
            opened.addFirst(batch);
            LambdaApi lambda = new LambdaApi(resources.functions(), resources.mappings(), roles, logs, gateway, options.stateDirectory().resolve("lambda"), options.clock(),
                    new LambdaApi.Settings(options.strict(), Math.max(4, cores * 2), Duration.ofMinutes(1)));
            opened.addFirst(lambda);
            List.of(events, scheduler, batch, lambda, new LogsApi(logs, options.region(), account)).forEach(gateway::register);
            gateway.serve();
            events.start();
            scheduler.start();
            batch.start();
            lambda.start();
            List<CloudResource> unserved = new ArrayList<>(assembly.unsupported());
            unserved.addAll(resources.unservedMappings());
            return new EmbeddedCloud(gateway, assembly, unserved, Duration.ofNanos(System.nanoTime() - begin), opened);
        } catch (RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static Map<String, String> variables(Credentials credentials, URI endpoint, String region) {
        return Map.of("AWS_REGION", region, "AWS_DEFAULT_REGION", region, "AWS_ENDPOINT_URL", endpoint.toString(), "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(), "AWS_SESSION_TOKEN", credentials.sessionToken());
    }

    /// Where all services listen: `http://127.0.0.1:<port>`.
    public URI endpoint() {
        return gateway.endpoint();
    }

    /// The template with every reference resolved.
    public CloudAssembly assembly() {
        return assembly;
    }

    /// Resources that have an effect on AWS and none here.
    public List<CloudResource> unserved() {
        return unserved;
    }

    /// From the call of [#start] to its return.
    public Duration readyIn() {
        return readyIn;
    }

    /// Heap and other memory that the Java runtime holds for itself now, in bytes.
    public static long memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted() + memory.getNonHeapMemoryUsage().getCommitted();
    }

    /// Stops in the opposite order of the start. What is not done is taken up by the next start.
    @Override
    public void close() {
        closeAll(closing, null);
    }

    private static void closeAll(List<AutoCloseable> parts, @Nullable RuntimeException cause) {
        RuntimeException first = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                if (cause != null) {
                    cause.addSuppressed(e);
                } else if (first == null) {
                    first = new IllegalStateException("the embedded cloud did not close cleanly: " + e.getMessage(), e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
