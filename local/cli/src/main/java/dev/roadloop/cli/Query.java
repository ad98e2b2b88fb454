package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop query`: SQL over the silver bucket's tables, one view for each topic.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description =
                "Runs SQL over the signals of all drives. Each topic is a view, named as in its"
                        + " keys, with the columns drive and date.",
        footer = {
            "",
            "Examples:",
            "  roadloop query 'show tables'",
            "  roadloop query 'select drive, count(*), avg(latitude) from gps_fix group by drive'"
        })
final class Query implements Callable<Integer> {

    private static final int MAX_CELL = 48;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SQL", description = "The query, in DuckDB's dialect.")
    @SuppressWarnings("NullAway.Init")
    private String sql;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;

    @Override
    public Integer call() throws IOException {
        Path signals;
        try (Platform platform = Platform.open(Project.root())) {
            signals = platform.silverFolder().resolve("signals");
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (Path topic : topics(signals)) {
                statement.execute(
                        "create view \""
                                + topic.getFileName()
                                        .toString()
                                        .substring("topic=".length())
                                        .replace("\"", "\"\"")
                                + "\" as select * from read_parquet('"
                                + topic.toString().replace("'", "''")
                                + "/*/*/part.parquet', hive_partitioning = true, union_by_name ="
                                + " true)");
            }
            try (ResultSet result = statement.executeQuery(sql)) {
                print(result);
            }
            return ExitCode.OK;
        } catch (SQLException e) {
            throw new IllegalArgumentException("the query failed: " + e.getMessage(), e);
        }
    }

    private static List<Path> topics(Path signals) throws IOException {
        if (!Files.isDirectory(signals)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(signals)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("topic="))
                    .sorted()
                    .toList();
        }
    }

    private void print(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.add(String.valueOf(result.getObject(i)));
            }
            rows.add(row);
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            for (List<String> row : rows) {
                ObjectNode node = array.addObject();
                for (int i = 0; i < row.size(); i++) {
                    node.put(names.get(i), row.get(i));
                }
            }
            out.println(array.toPrettyString());
        } else if (csv) {
            out.println(String.join(",", names.stream().map(Query::quoted).toList()));
            rows.forEach(
                    row -> out.println(String.join(",", row.stream().map(Query::quoted).toList())));
        } else {
            table(out, names, rows);
        }
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static void table(PrintWriter out, List<String> names, List<List<String>> rows) {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.min(MAX_CELL, names.get(i).length());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], Math.min(MAX_CELL, row.get(i).length()));
            }
        }
        line(out, names, widths);
        rows.forEach(row -> line(out, row, widths));
        out.println(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    }

    private static void line(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell =
                    cells.get(i).length() > MAX_CELL
                            ? cells.get(i).substring(0, MAX_CELL - 1) + "…"
                            : cells.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }
}
