package dev.roadloop.ingest;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// What the functions of this context are wired with: settings, buckets, clients and a clock. Made
/// when a function initialises, so that a snapshot keeps it; holds no id, secret or time.
public final class IngestEnvironment {
    private final Map<Setting, String> settings;
    private final AwsClients clients;
    private final S3Client s3;

    private IngestEnvironment(Map<Setting, String> settings, AwsClients clients) {
        this.settings = settings;
        this.clients = clients;
        this.s3 = clients.s3();
    }

    /// Reads an environment.
    ///
    /// @param needed the settings that the function uses
    /// @throws IllegalArgumentException naming every setting that is missing or wrong
    public static IngestEnvironment of(Map<String, String> env, Setting... needed) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        List<String> problems = new ArrayList<>();
        for (Setting setting : needed) {
            String value = env.getOrDefault(setting.name(), setting.fallback());
            if (value == null) {
                problems.add(setting + " is not set; expected " + setting.expected());
            } else if (!setting.accepts(value)) {
                problems.add(setting + " is \"" + value + "\"; expected " + setting.expected());
            } else {
                settings.put(setting, value);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the function's environment is incomplete: " + String.join("; ", problems));
        }
        return new IngestEnvironment(settings, AwsClients.from(env));
    }

    /// The value of a setting that was named as needed.
    public String get(Setting setting) {
        String value = settings.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " is used but was not named as needed");
        }
        return value;
    }

    /// The bucket that a setting names.
    public Bucket bucket(Setting setting) {
        return new Bucket(s3, get(setting));
    }

    /// The bus that this context's events go to.
    public EventBus bus() {
        return new EventBus(clients.eventBridge(), get(Setting.EVENT_BUS_NAME));
    }

    /// Makers of the other clients.
    public AwsClients clients() {
        return clients;
    }

    /// The clock that use cases are given.
    public Clock clock() {
        return Clock.systemUTC();
    }
}
