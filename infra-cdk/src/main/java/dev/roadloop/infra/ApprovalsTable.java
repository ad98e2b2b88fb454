package dev.roadloop.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/// Promotions that wait, or waited, for votes, and the votes: one table, keys `pk` and `sk`.
final class ApprovalsTable extends Construct {

    private final Table table;

    ApprovalsTable(Construct scope, String id) {
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
    }

    String name() {
        return table.getTableName();
    }

    /// @param actions such as `dynamodb:Query`
    Permission may(String... actions) {
        return Permission.on(table.getTableArn(), actions);
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
