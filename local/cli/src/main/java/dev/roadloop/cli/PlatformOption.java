package dev.roadloop.cli;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Says what a command works on.
final class PlatformOption {

    private static final String AWS = "aws";
    private static final String LOCAL = "local";

    /// What a named AWS profile must win against.
    private static final List<String> KEYS =
            List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    /// For picocli, which makes one for each command.
    PlatformOption() {}

    @Option(
            names = "--profile",
            defaultValue = "${env:ROADLOOP_PROFILE:-local}",
            paramLabel = "WHERE",
            description =
                    "local for the embedded mode; aws for the stacks deployed in the account and"
                        + " region of the AWS SDK's default chain; aws:NAME for those of the AWS"
                        + " CLI's profile NAME. Default: $ROADLOOP_PROFILE, else local.")
    private String profile = LOCAL;

    /// Connects to the platform.
    ///
    /// @throws WrongOption if there is none of this name
    Platform open() throws IOException {
        if (profile.equals(LOCAL)) {
            return Platform.open(Project.root());
        }
        if (profile.equals(AWS) || isNamed()) {
            return Platform.deployed(AwsClients.from(environment()));
        }
        throw new WrongOption(
                "--profile "
                        + profile
                        + ": expected local, aws or aws:NAME"
                        + Nearest.question(profile, List.of(LOCAL, AWS)));
    }

    /// The AWS credentials of the platform; of the embedded mode, which has none, those of the
    /// SDK's default chain.
    AwsCredentialsProvider credentials() {
        return AwsClients.from(environment()).credentialsProvider();
    }

    private boolean isNamed() {
        return profile.startsWith(AWS + ":") && profile.length() > AWS.length() + 1;
    }

    /// What the SDK reads by itself, service by service, is left to it.
    private Map<String, String> environment() {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.remove("AWS_ENDPOINT_URL");
        if (isNamed()) {
            KEYS.forEach(env::remove);
            env.put("AWS_PROFILE", profile.substring(AWS.length() + 1));
        }
        return env;
    }
}
