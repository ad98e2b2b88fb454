package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/// Experiments, runs and what they log: one table, keys `pk` and `sk`, and a local index by the
/// time of change. It is local because only such an index can be read strongly consistent, which
/// searches rely on; the price is 10 GB for the runs of one experiment.
final class TrackingRuns extends Construct {

    private final Table table;

    TrackingRuns(Construct scope, String id) {
        super(scope, id);
        this.table = KeyedTable.in(this);
        table.addLocalSecondaryIndex(
                LocalSecondaryIndexProps.builder()
                        .indexName("changed")
                        .sortKey(
                                Attribute.builder()
                                        .name("changed")
                                        .type(AttributeType.NUMBER)
                                        .build())
                        .projectionType(ProjectionType.ALL)
                        .build());
    }

    /// What configures a function that reads and writes them.
    Map<String, String> environment(FoundationStack foundation) {
        return Map.of(
                "POWERTOOLS_SERVICE_NAME", "training",
                "TRACKING_TABLE", table.getTableName(),
                "GOLD_BUCKET", foundation.buckets().gold().getBucketName());
    }

    /// What configures a function that lets a training or a sweep begin.
    Map<String, String> starting(FoundationStack foundation) {
        Map<String, String> all = new TreeMap<>(environment(foundation));
        all.putAll(SageMakerTraining.environment(foundation.fleet().hasGpus()));
        return all;
    }

    /// Searching them, too: what searches know outlives the functions.
    List<Permission> search(FoundationStack foundation) {
        return Permission.all(
                access(), new DriveAccess(foundation).gold().keep("indexes/tracking/"));
    }

    /// Reading and writing them.
    List<Permission> access() {
        return List.of(
                Permission.on(
                        table.getTableArn(),
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:Query"),
                Permission.on(table.getTableArn() + "/index/changed", "dynamodb:Query"));
    }
}
