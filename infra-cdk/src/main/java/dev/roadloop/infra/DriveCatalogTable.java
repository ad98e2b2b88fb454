package dev.roadloop.infra;

import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/// The drive catalog: one table, keys `pk` and `sk`, and one index `gsi1` for looking drives up by
/// vehicle or time.
final class DriveCatalogTable extends Construct {

    private final Table table;

    DriveCatalogTable(Construct scope, String id) {
        super(scope, id);
        this.table = KeyedTable.in(this);
        table.addGlobalSecondaryIndex(
                GlobalSecondaryIndexProps.builder()
                        .indexName("gsi1")
                        .partitionKey(KeyedTable.text("gsi1pk"))
                        .sortKey(KeyedTable.text("gsi1sk"))
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
}
