package dev.roadloop.cli.platform;

import dev.roadloop.aws.AwsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.Row;

/// Athena over the Glue table `signals` of a deployed platform. Results are written below
/// `athena-results/` of the silver bucket, unless the account's work group says where.
final class AthenaQueries implements SignalQueries {

    private static final String DATABASE = "roadloop";
    private static final Duration POLL = Duration.ofMillis(300);

    private final AwsClients clients;
    private final String bucket;

    AthenaQueries(AwsClients clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
    }

    @Override
    public Result run(String sql) {
        try (AthenaClient athena = clients.configured(AthenaClient.builder()).build()) {
            String id =
                    athena.startQueryExecution(request ->
                                    request.queryString(sql)
                                            .queryExecutionContext(in -> in.database(DATABASE))
                                            .resultConfiguration(to ->
                                                    to.outputLocation(
                                                            "s3://" + bucket + "/athena-results/")))
                            .queryExecutionId();
            QueryExecution execution = await(athena, id);
            if (execution.status().state() != QueryExecutionState.SUCCEEDED) {
                throw refused(execution);
            }
            return read(athena, id);
        }
    }

    private static QueryExecution await(AthenaClient athena, String id) {
        while (true) {
            QueryExecution execution =
                    athena.getQueryExecution(request -> request.queryExecutionId(id))
                            .queryExecution();
            QueryExecutionState state = execution.status().state();
            if (state != QueryExecutionState.QUEUED && state != QueryExecutionState.RUNNING) {
                return execution;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                athena.stopQueryExecution(request -> request.queryExecutionId(id));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted; query " + id + " was stopped", e);
            }
        }
    }

    /// A topic's own columns are not in Glue, and whoever comes from the embedded mode will try.
    private static IllegalArgumentException refused(QueryExecution execution) {
        String reason = String.valueOf(execution.status().stateChangeReason());
        boolean unknown =
                reason.toUpperCase(Locale.ROOT).contains("NOT_FOUND")
                        || reason.contains("does not exist");
        return new IllegalArgumentException(
                "Athena's query "
                        + execution.queryExecutionId()
                        + " ended "
                        + execution.status().stateAsString()
                        + ": "
                        + reason
                        + (unknown
                                ? "; Athena has one table, signals, with the columns that all"
                                      + " topics have; a topic's own columns can be queried in the"
                                      + " embedded mode only"
                                : "")
                        + (reason.contains("CONSTRAINT_VIOLATION")
                                ? "; name one topic and one drive: where topic = 'gps_fix' and"
                                        + " drive = '…'"
                                : ""));
    }

    private static Result read(AthenaClient athena, String id) {
        List<String> columns = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (GetQueryResultsResponse page :
                athena.getQueryResultsPaginator(request -> request.queryExecutionId(id))) {
            List<Row> found = page.resultSet().rows();
            if (columns.isEmpty()) {
                page.resultSet()
                        .resultSetMetadata()
                        .columnInfo()
                        .forEach(column -> columns.add(column.name()));
                // The first row of a select repeats the names.
                if (!found.isEmpty() && cells(found.getFirst()).equals(columns)) {
                    found = found.subList(1, found.size());
                }
            }
            found.forEach(row -> rows.add(cells(row)));
        }
        return new Result(columns, rows);
    }

    private static List<String> cells(Row row) {
        return row.data().stream().map(Datum::varCharValue).map(String::valueOf).toList();
    }
}
