package dev.roadloop.infra;

import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/// Promotions that wait, or waited, for votes, and the votes: one table, keys `pk` and `sk`.
final class ApprovalsTable extends Construct {

    private final Table table;

    ApprovalsTable(Construct scope, String id) {
        super(scope, id);
        this.table = KeyedTable.in(this);
    }

    String name() {
        return table.getTableName();
    }

    /// @param actions such as `dynamodb:Query`
    Permission may(String... actions) {
        return Permission.on(table.getTableArn(), actions);
    }
}
