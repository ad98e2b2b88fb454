package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What `approve` and `reject` share: which promotion, and who votes. On AWS that is the identity
/// that the profile's credentials have. In the embedded mode, which knows no users, it is the
/// access key's id in `AWS_ACCESS_KEY_ID`, or the login name.
final class Voting {

    /// For picocli, which makes one for each command.
    Voting() {}

    @Mixin private PlatformOption where = new PlatformOption();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The registered model's name.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its version.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Option(
            names = "--alias",
            defaultValue = "",
            description = "The alias, where promotions to more than one wait for votes.")
    private String alias = "";

    @Option(
            names = "--qualification",
            paramLabel = "ID",
            defaultValue = "",
            description = "Which qualification, where more than one of an alias waits for votes.")
    private String qualification = "";

    @Option(names = "--json", description = "Print how it stands as JSON.")
    private boolean json;

    int vote(String choice, String reason, PrintWriter out) throws IOException {
        try (Platform platform = where.open();
                ApprovalsClient approvals =
                        new ApprovalsClient(platform.approvalsUri(), who(platform))) {
            JsonNode now = approvals.vote(model, version, choice, reason, alias, qualification);
            if (json) {
                out.println(now.toPrettyString());
                return ExitCode.OK;
            }
            out.printf(
                    "%s %s for %s: %s%n",
                    model,
                    version,
                    now.path("alias").asText(),
                    now.path("state").asText().toLowerCase(Locale.ROOT));
            for (JsonNode vote : now.path("votes")) {
                out.printf(
                        "  %s %s%n",
                        vote.path("choice").asText().toLowerCase(Locale.ROOT),
                        vote.path("approver").asText());
            }
            if (now.path("taking").asText().equals("COUNTED_BEFORE")) {
                out.println("  you had voted so before; a person counts once");
            }
            int missing = now.path("required").asInt() - now.path("votes").size();
            if (now.path("state").asText().equals("PENDING") && missing > 0) {
                out.printf("  %d more to approve%n", missing);
            }
            return ExitCode.OK;
        }
    }

    /// Who this command acts as.
    static AwsCredentialsProvider who(Platform platform) {
        if (platform.isDeployed()) {
            return platform.clients().credentialsProvider();
        }
        Map<String, String> env = System.getenv();
        String name = System.getProperty("user.name", "");
        String id = env.getOrDefault("AWS_ACCESS_KEY_ID", name.isBlank() ? "owner" : name);
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "local"));
    }
}
