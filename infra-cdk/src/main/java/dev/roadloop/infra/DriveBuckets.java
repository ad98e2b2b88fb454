package dev.roadloop.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/// The four zones of the data, golden sets apart from them, and the bucket of their access logs. S3
/// tells EventBridge of every object in a zone.
///
/// Only gold and golden sets are versioned: signed evidence, and what judges models. In the other
/// zones a deleted object must be gone (raw recordings have a retention limit) or can be made again
/// (silver).
final class DriveBuckets extends Construct {

    private static final Duration LOCK = Duration.days(1825);

    private final Bucket accessLogs;
    private final Bucket landing;
    private final Bucket bronze;
    private final Bucket silver;
    private final Bucket gold;
    private final Bucket golden;

    DriveBuckets(Construct scope, String id, DriveKeys keys) {
        super(scope, id);
        this.accessLogs = accessLogs();
        this.landing = zone("Landing", keys.raw(), false, expire("expire-uploads", 90));
        this.bronze =
                zone(
                        "Bronze",
                        keys.raw(),
                        false,
                        LifecycleRule.builder()
                                .id("expire-parts")
                                .prefix("parts/")
                                .expiration(Duration.days(7))
                                .build(),
                        LifecycleRule.builder()
                                .id("tier-clean")
                                .prefix("clean/")
                                .transitions(
                                        List.of(
                                                Transition.builder()
                                                        .storageClass(
                                                                StorageClass
                                                                        .GLACIER_INSTANT_RETRIEVAL)
                                                        .transitionAfter(Duration.days(90))
                                                        .build()))
                                .expiration(Duration.days(1095))
                                .build(),
                        LifecycleRule.builder()
                                .id("expire-raw")
                                .prefix("raw/")
                                .transitions(
                                        List.of(
                                                Transition.builder()
                                                        .storageClass(
                                                                StorageClass
                                                                        .GLACIER_INSTANT_RETRIEVAL)
                                                        .transitionAfter(Duration.days(30))
                                                        .build()))
                                .expiration(Duration.days(180))
                                .build());
        this.silver =
                zone(
                        "Silver",
                        keys.derived(),
                        false,
                        LifecycleRule.builder()
                                .id("tier-signals")
                                .transitions(
                                        List.of(
                                                Transition.builder()
                                                        .storageClass(
                                                                StorageClass.INTELLIGENT_TIERING)
                                                        .transitionAfter(Duration.days(30))
                                                        .build()))
                                .build());
        this.gold =
                zone(
                        "Gold",
                        keys.derived(),
                        true,
                        LifecycleRule.builder()
                                .id("expire-old-versions")
                                .noncurrentVersionExpiration(Duration.days(365))
                                .build(),
                        replaced("expire-checkpoints", "models/runs/"),
                        replaced("expire-snapshots", "indexes/"));
        this.golden = locked(zone("Golden", keys.derived(), true));
    }

    /// Golden sets: datasets that judge models and that nothing may be trained on. A version cannot
    /// be changed or removed for [#LOCK].
    IBucket golden() {
        return golden;
    }

    /// As uploaded.
    IBucket landing() {
        return landing;
    }

    /// `raw/<drive>/`: checked, unredacted; `clean/<drive>/`: redacted; `parts/`: redactions that
    /// are under way.
    IBucket bronze() {
        return bronze;
    }

    /// `signals/`, `frames/`: columnar.
    IBucket silver() {
        return silver;
    }

    /// `records/`, `reports/`, `logs/`, `quarantine/`: kept, the reports signed.
    IBucket gold() {
        return gold;
    }

    /// Governance, not compliance: a person in a picture may have to be erased on demand, which
    /// compliance would forbid everybody, the account's owner included. No role of the templates
    /// may bypass it.
    private static Bucket locked(Bucket bucket) {
        CfnBucket resource = (CfnBucket) bucket.getNode().getDefaultChild();
        resource.setObjectLockEnabled(true);
        resource.setObjectLockConfiguration(
                CfnBucket.ObjectLockConfigurationProperty.builder()
                        .objectLockEnabled("Enabled")
                        .rule(
                                CfnBucket.ObjectLockRuleProperty.builder()
                                        .defaultRetention(
                                                CfnBucket.DefaultRetentionProperty.builder()
                                                        .mode("GOVERNANCE")
                                                        .days(LOCK.toDays())
                                                        .build())
                                        .build())
                        .build());
        return bucket;
    }

    private Bucket zone(String id, IKey key, boolean versioned, LifecycleRule... rules) {
        List<LifecycleRule> all = new ArrayList<>(List.of(rules));
        all.add(abortUploads());
        Bucket bucket =
                Bucket.Builder.create(this, id)
                        .encryption(BucketEncryption.KMS)
                        .encryptionKey(key)
                        .bucketKeyEnabled(true)
                        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .enforceSsl(true)
                        .minimumTlsVersion(1.2)
                        .versioned(versioned)
                        .serverAccessLogsBucket(accessLogs)
                        .serverAccessLogsPrefix(id.toLowerCase(Locale.ROOT) + "/")
                        .lifecycleRules(all)
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        // Set on the resource: CDK's own switch adds a function to do it.
        ((CfnBucket) bucket.getNode().getDefaultChild())
                .addPropertyOverride(
                        "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled",
                        true);
        return bucket;
    }

    private Bucket accessLogs() {
        Bucket bucket =
                Bucket.Builder.create(this, "AccessLogs")
                        .encryption(
                                BucketEncryption
                                        .S3_MANAGED) // S3 delivers access logs to no bucket with a
                        // KMS key of its own
                        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .enforceSsl(true)
                        .minimumTlsVersion(1.2)
                        .lifecycleRules(List.of(expire("expire-logs", 365), abortUploads()))
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        NagSuppressions.addResourceSuppressions(
                bucket,
                List.of(
                        NagPackSuppression.builder()
                                .id("AwsSolutions-S1")
                                .reason(
                                        "This is the bucket that access logs go to; logging its own"
                                                + " accesses would feed itself.")
                                .build()));
        return bucket;
    }

    /// For what is replaced by the minute: checkpoints and logs of trainings, what searches know.
    private static LifecycleRule replaced(String id, String prefix) {
        return LifecycleRule.builder()
                .id(id)
                .prefix(prefix)
                .noncurrentVersionExpiration(Duration.days(7))
                .expiredObjectDeleteMarker(true)
                .build();
    }

    private static LifecycleRule expire(String id, int days) {
        return LifecycleRule.builder().id(id).expiration(Duration.days(days)).build();
    }

    private static LifecycleRule abortUploads() {
        return LifecycleRule.builder()
                .id("abort-incomplete-uploads")
                .abortIncompleteMultipartUploadAfter(Duration.days(7))
                .build();
    }
}
