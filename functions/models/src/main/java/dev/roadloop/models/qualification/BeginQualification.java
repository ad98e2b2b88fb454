package dev.roadloop.models.qualification;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Begins a qualification: checks what is asked for, finds where the version and the one in
/// production lie, and writes the request that the evaluation job reads.
final class BeginQualification {
    /// The tag by which a version says which model it is.
    static final String DIGEST = "roadloop.sha256";

    /// The tag by which a version names its model's file, where that is not [#FILE].
    static final String ARTIFACT = "roadloop.artifact";

    private static final String FILE = "model.onnx";
    private static final String PRODUCTION = "production";
    private static final long DAY_SECONDS = 86_400;
    private static final long MOST_DAYS = 60;

    /// Opening the request counts, too.
    private static final long LEAST_SECONDS = 10;

    private final Bucket gold;

    /// @param gold where packaged models lie and the request goes
    BeginQualification(Bucket gold) {
        this.gold = gold;
    }

    /// What the machine knows.
    ///
    /// @param id the execution's name
    /// @param wanted the execution's input
    /// @param version the version in the registry
    /// @param production the version that the alias leads to; absent if none
    record Request(
            String id,
            Wanted wanted,
            RegisteredVersion version,
            @Nullable RegisteredVersion production) {
        Request {
            if (id == null || wanted == null || version == null) {
                throw new IllegalArgumentException("expected id, wanted and version");
            }
        }
    }

    /// What an execution is asked for.
    ///
    /// @param run where the training's outcome lies, or the folder that has it
    /// @param trainedOn the dataset that it learnt from
    /// @param golden the set that it is judged by
    /// @param judging how; absent for the usual
    /// @param approvalSeconds how long to wait for votes; absent for seven days
    record Wanted(
            String model,
            String version,
            @Nullable String alias,
            String run,
            DatasetName trainedOn,
            DatasetName golden,
            Sha256 goldenVersion,
            @Nullable Judging judging,
            @Nullable Long approvalSeconds) {}

    /// A version as the registry tells of it.
    ///
    /// @param source where its package lies: `s3://<gold bucket>/models/packages/…`
    record RegisteredVersion(String version, String source, @Nullable List<Tag> tags) {
        /// A tag.
        record Tag(String key, @Nullable String value) {}

        String tag(String key, String otherwise) {
            for (Tag tag : tags == null ? List.<Tag>of() : tags) {
                String value = tag.value();
                if (tag.key().equals(key) && value != null) {
                    return value;
                }
            }
            return otherwise;
        }
    }

    /// What the machine goes on with.
    ///
    /// @param approvers how many different people must approve
    /// @param productionVersion the version that the alias leads to; absent if none
    record Begun(
            String id,
            String model,
            String version,
            String alias,
            int approvers,
            long approvalSeconds,
            @Nullable String productionVersion) {}

    /// @throws CallerException when what is asked for cannot be
    Begun begin(Request request) {
        Wanted wanted = request.wanted();
        String given = wanted.alias();
        String alias = given == null ? PRODUCTION : given;
        RegisteredVersion production = request.production();
        if (production != null && production.version().equals(wanted.version())) {
            throw new CallerException(
                    "%s %s is what the alias %s leads to already; there is nothing to qualify"
                            .formatted(wanted.model(), wanted.version(), alias));
        }
        Long asked = wanted.approvalSeconds();
        long seconds = asked == null ? 7 * DAY_SECONDS : asked;
        if (seconds < LEAST_SECONDS || seconds > MOST_DAYS * DAY_SECONDS) {
            throw new CallerException(
                    "approvalSeconds: expected %d to %d, found %d"
                            .formatted(LEAST_SECONDS, MOST_DAYS * DAY_SECONDS, seconds));
        }
        QualificationRequest qualification = qualification(request, alias);
        String key = QualificationKeys.request(request.id());
        byte[] json = Json.bytes(qualification);
        if (!gold.putIfAbsent(key, json, "application/json")
                && !java.util.Arrays.equals(gold.get(key, 1 << 20).orElse(null), json)) {
            throw new CallerException(
                    gold.at(key)
                            + " asks for something else already; start the qualification under"
                            + " another name");
        }
        return new Begun(
                request.id(),
                wanted.model(),
                wanted.version(),
                alias,
                approvers(alias),
                seconds,
                production == null ? null : production.version());
    }

    /// Two for production, one for any other alias.
    static int approvers(String alias) {
        return alias.equals(PRODUCTION) ? 2 : 1;
    }

    private QualificationRequest qualification(Request request, String alias) {
        Wanted wanted = request.wanted();
        String folder = folder(request.version(), wanted.model());
        Judging judging = wanted.judging();
        RegisteredVersion production = request.production();
        String run = wanted.run() == null ? "" : wanted.run();
        try {
            return new QualificationRequest(
                    request.id(),
                    wanted.model(),
                    wanted.version(),
                    digest(request.version(), wanted.model()),
                    alias,
                    folder + request.version().tag(ARTIFACT, FILE),
                    folder + "packaging.json",
                    run.endsWith(".json") ? run : run.replaceAll("/+$", "") + "/outcome.json",
                    wanted.trainedOn(),
                    wanted.golden(),
                    wanted.goldenVersion(),
                    production == null ? null : production(production, wanted.model()),
                    judging == null ? Judging.USUAL : judging);
        } catch (IllegalArgumentException e) {
            throw new CallerException("qualification " + request.id() + ": " + e.getMessage(), e);
        }
    }

    private Production production(RegisteredVersion version, String model) {
        return new Production(
                version.version(),
                digest(version, model),
                folder(version, model) + version.tag(ARTIFACT, FILE));
    }

    private static Sha256 digest(RegisteredVersion version, String model) {
        String digest = version.tag(DIGEST, "");
        if (digest.isEmpty()) {
            throw new CallerException(
                    "%s %s: expected a tag %s with the SHA-256 of its model, found none; register the version again with it"
                            .formatted(model, version.version(), DIGEST));
        }
        return new Sha256(digest);
    }

    private String folder(RegisteredVersion version, String model) {
        String source = version.source() == null ? "" : version.source();
        String here = "s3://" + gold.name() + "/";
        if (!source.startsWith(here)) {
            throw new CallerException(
                    "%s %s: expected a source that begins with %s, found \"%s\"; register the version with its package"
                            .formatted(model, version.version(), here, source));
        }
        String folder = source.substring(here.length());
        return folder.endsWith("/") ? folder : folder + "/";
    }
}
