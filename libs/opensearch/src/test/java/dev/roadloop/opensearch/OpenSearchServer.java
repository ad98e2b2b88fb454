package dev.roadloop.opensearch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/// A real OpenSearch of one node in this process, on a free port of 127.0.0.1, with its files in a
/// temporary folder. One serves all tests; it ends with the process.
final class OpenSearchServer {

    private static @Nullable URI address;

    private OpenSearchServer() {}

    static synchronized URI address() {
        URI known = address;
        if (known != null) {
            return known;
        }
        try {
            Path folder = Files.createTempDirectory("roadloop-opensearch");
            Single node = new Single(folder);
            node.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, folder)));
            int port =
                    node.injector()
                            .getInstance(HttpServerTransport.class)
                            .boundAddress()
                            .publishAddress()
                            .getPort();
            URI started = URI.create("http://127.0.0.1:" + port);
            address = started;
            return started;
        } catch (Exception e) {
            throw new IllegalStateException("OpenSearch does not start", e);
        }
    }

    private static void stop(Node node, Path folder) {
        try {
            node.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("OpenSearch does not stop", e);
        }
    }

    private static final class Single extends Node {

        Single(Path folder) {
            super(environment(folder), List.of(netty()), false);
        }

        private static Environment environment(Path folder) {
            Settings settings =
                    Settings.builder()
                            .put("path.home", folder.toString())
                            .put("cluster.name", "roadloop-test")
                            .put("node.name", "test")
                            .put("node.processors", 1)
                            .put("discovery.type", "single-node")
                            .put("network.host", "127.0.0.1")
                            .put("http.type", "netty4")
                            .put("http.port", 0)
                            .put("transport.type", "netty4")
                            .put("transport.port", 0)
                            .put("cluster.routing.allocation.disk.threshold_enabled", false)
                            .build();
            return InternalSettingsPreparer.prepareEnvironment(
                    settings, Map.of(), null, () -> "test");
        }

        private static PluginInfo netty() {
            String type = Netty4ModulePlugin.class.getName();
            return new PluginInfo(
                    type, "HTTP", "1", Version.CURRENT, "21", type, null, List.of(), false);
        }
    }
}
