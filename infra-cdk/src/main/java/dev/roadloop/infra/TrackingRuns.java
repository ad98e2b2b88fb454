package dev.roadloop.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/// Experiments, runs and what they log: one table, keys `pk` and `sk`, and a local index by the
/// time of change. It is local because only such an index can be read strongly consistent, which
/// searches rely on; the price is 10 GB for the runs of one experiment.
final class TrackingRuns extends Construct {

    private final Table table;

    TrackingRuns(Construct scope, String id) {
        super(scope, id);
        this.table =
                Table.Builder.create(this, "Table")
                        .partitionKey(attribute("pk", AttributeType.STRING))
                        .sortKey(attribute("sk", AttributeType.STRING))
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .pointInTimeRecoverySpecification(
                                PointInTimeRecoverySpecification.builder()
                                        .pointInTimeRecoveryEnabled(true)
                                        .build())
                        .encryption(TableEncryption.AWS_MANAGED)
                        .deletionProtection(true)
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        table.addLocalSecondaryIndex(
                LocalSecondaryIndexProps.builder()
                        .indexName("changed")
                        .sortKey(attribute("changed", AttributeType.NUMBER))
                        .projectionType(ProjectionType.ALL)
                        .build());
    }

    Table table() {
        return table;
    }

    /// ARN of the index `changed`.
    String indexArn() {
        return table.getTableArn() + "/index/changed";
    }

    private static Attribute attribute(String name, AttributeType type) {
        return Attribute.builder().name(name).type(type).build();
    }
}
