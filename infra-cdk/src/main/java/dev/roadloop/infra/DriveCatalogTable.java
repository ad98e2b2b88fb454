package dev.roadloop.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/// The drive catalog: one table, keys `pk` and `sk`, and one index `gsi1` for looking drives up by
/// vehicle or time.
///
/// Encrypted with DynamoDB's AWS-managed key: the catalog holds names and counts, no sensor data.
final class DriveCatalogTable extends Construct {

    private final Table table;

    DriveCatalogTable(Construct scope, String id) {
        super(scope, id);
        this.table =
                Table.Builder.create(this, "Table")
                        .partitionKey(text("pk"))
                        .sortKey(text("sk"))
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .pointInTimeRecoverySpecification(
                                PointInTimeRecoverySpecification.builder()
                                        .pointInTimeRecoveryEnabled(true)
                                        .build())
                        .encryption(TableEncryption.AWS_MANAGED)
                        .deletionProtection(true)
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        table.addGlobalSecondaryIndex(
                GlobalSecondaryIndexProps.builder()
                        .indexName("gsi1")
                        .partitionKey(text("gsi1pk"))
                        .sortKey(text("gsi1sk"))
                        .projectionType(ProjectionType.ALL)
                        .build());
    }

    Table table() {
        return table;
    }

    /// ARN of the index `gsi1`.
    String indexArn() {
        return table.getTableArn() + "/index/gsi1";
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
