package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop models`.
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description =
                "Lists the registered models with their aliases, or the versions of one, and how"
                        + " their promotions stand.",
        footer = {
            "",
            "Examples:",
            "  roadloop models",
            "  roadloop models detector",
            "  roadloop models detector --json | jq -r '.versions[0].promotions[].state'"
        })
final class Models implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "The registered model's name; all models without it.")
    private @Nullable String model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        String name = model;
        try (Platform platform = where.open();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            if (name == null) {
                all(registry.models());
                return ExitCode.OK;
            }
            try (ApprovalsClient approvals =
                    new ApprovalsClient(platform.approvalsUri(), Voting.who(platform))) {
                one(described(name, registry, approvals));
            }
            return ExitCode.OK;
        }
    }

    private void all(List<JsonNode> models) {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode array = Json.jackson().createArrayNode();
        for (JsonNode one : models) {
            ObjectNode entry = array.addObject().put("name", one.path("name").asText());
            entry.set("aliases", aliases(one));
        }
        if (json) {
            out.println(array.toPrettyString());
            return;
        }
        if (array.isEmpty()) {
            out.println("no models are registered");
        }
        for (JsonNode entry : array) {
            List<String> aliases = new ArrayList<>();
            entry.path("aliases")
                    .properties()
                    .forEach(alias ->
                            aliases.add(alias.getKey() + " → " + alias.getValue().asText()));
            out.printf("%-30s %s%n", entry.path("name").asText(), String.join(", ", aliases));
        }
    }

    private static ObjectNode aliases(JsonNode registered) {
        ObjectNode aliases = Json.jackson().createObjectNode();
        for (JsonNode alias : registered.path("aliases")) {
            aliases.put(alias.path("alias").asText(), alias.path("version").asText());
        }
        return aliases;
    }

    private static ObjectNode described(
            String name, TrackingRegistry registry, ApprovalsClient approvals) {
        ObjectNode model = Json.jackson().createObjectNode().put("name", name);
        ObjectNode aliases = aliases(registry.model(name));
        model.set("aliases", aliases);
        ArrayNode versions = model.putArray("versions");
        for (JsonNode version : registry.versions(name)) {
            String number = version.path("version").asText();
            ObjectNode entry = versions.addObject().put("version", number);
            ArrayNode leading = entry.putArray("aliases");
            aliases.properties()
                    .forEach(alias -> {
                        if (alias.getValue().asText().equals(number)) {
                            leading.add(alias.getKey());
                        }
                    });
            entry.put("source", version.path("source").asText());
            for (JsonNode tag : version.path("tags")) {
                if (tag.path("key").asText().equals(TrackingRegistry.DIGEST)) {
                    entry.put("sha256", tag.path("value").asText());
                }
            }
            entry.set("promotions", approvals.requests(name, number));
        }
        return model;
    }

    private void one(ObjectNode model) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(model.toPrettyString());
            return;
        }
        out.println(model.path("name").asText());
        for (JsonNode version : model.path("versions")) {
            List<String> aliases = new ArrayList<>();
            version.path("aliases").forEach(alias -> aliases.add(alias.asText()));
            out.printf(
                    "  version %-4s %-20s %s%n",
                    version.path("version").asText(),
                    String.join(", ", aliases),
                    version.path("sha256").asText("digest not known"));
            for (JsonNode promotion : version.path("promotions")) {
                out.printf(
                        "    to %s: %s, %d of %d approvals, qualification %s%n",
                        promotion.path("alias").asText(),
                        promotion.path("state").asText().toLowerCase(Locale.ROOT),
                        approvals(promotion),
                        promotion.path("required").asInt(),
                        promotion.path("qualification").asText());
            }
        }
    }

    private static long approvals(JsonNode promotion) {
        return promotion
                .path("votes")
                .valueStream()
                .filter(vote -> vote.path("choice").asText().equals("APPROVE"))
                .count();
    }
}
