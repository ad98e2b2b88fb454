package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.SignalQueries;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop query`: SQL over the silver bucket's tables, one view for each topic.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description =
                "Runs SQL over the signals of all drives. The table signals has what all topics"
                    + " have: topic, date, drive, log_time and publish_time in nanoseconds,"
                    + " sequence, source_file. In the embedded mode each topic is a table of its"
                    + " own besides, named as in its keys, with all its columns; the table sync has"
                    + " what all sensors showed at the same times. Athena wants one topic and one"
                    + " drive named.",
        footer = {
            "",
            "Examples:",
            "  roadloop query 'show tables'",
            "  roadloop query 'select drive, count(*), avg(latitude) from gps_fix group by drive'",
            "  roadloop query 'select time, gps_fix_latitude, imu_orientation_z from sync limit 9'",
            "  roadloop query --profile aws \"select count(*) from signals where topic = 'gps_fix'"
                    + " and",
            "      drive = 'car-1-20260504T090000Z-0123abcd'\""
        })
final class Query implements Callable<Integer> {

    private static final int MAX_CELL = 48;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SQL",
            description = "The query, in DuckDB's dialect, or Athena's with --profile aws.")
    @SuppressWarnings("NullAway.Init")
    private String sql;

    @Mixin private PlatformOption where = new PlatformOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;

    @Override
    public Integer call() throws IOException {
        SignalQueries.Result result;
        try (Platform platform = where.open()) {
            result = platform.signals().run(sql);
        }
        print(result.columns(), result.rows());
        return ExitCode.OK;
    }

    private void print(List<String> names, List<List<String>> rows) {
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
