package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.LedgerReader;
import dev.roadloop.cli.search.CatalogDocuments;
import dev.roadloop.cli.search.CatalogSearch;
import dev.roadloop.search.QueryParser;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchQuery;
import dev.roadloop.search.lucene.LuceneIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop search`.
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description =
                "Finds drives and clips in the catalog, the best match first, else the latest. The"
                    + " index lies in .roadloop/search and is rebuilt when the catalog changed.",
        footer = {
            "",
            "All parts of a query must hold; OR between two lets one suffice; - excludes:",
            "  word  \"some words\"  begin*    in any name, topic, finding or file name",
            "  vehicle: drive: topic: finding: status: verdict: kind:    an exact name, or begin*",
            "  after:2026-05-04  before:2026-05-04T12:00:00Z  on:2026-05-04    start, in UTC",
            "  near:49.0094,8.4044,2km  place:u0ty*    where it begins; a geohash",
            "",
            "Put one query in quotes, and -- before one that begins with -.",
            "",
            "Examples:",
            "  roadloop search lidar near:49.0094,8.4044,2km",
            "  roadloop search 'vehicle:car-7 -verdict:pass after:2026-05-01'",
            "  roadloop search --json 'topic:/gps/fix OR topic:/gps/ublox/fix' | jq -r"
                    + " '.[].driveId'",
            "  roadloop search -- -status:catalogued"
        })
final class Search implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "QUERY",
            arity = "1..*",
            description = "What to search for; several arguments are one query.")
    private List<String> query = List.of();

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "At most so many hits, 1 to 1000; ${DEFAULT-VALUE} by default.")
    private int limit;

    @Option(names = "--json", description = "Print the hits' catalog entries as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        SearchQuery wanted = QueryParser.parse(String.join(" ", query));
        try (Platform platform = where.open();
                SearchIndex index = index(platform)) {
            Catalog catalog = new Catalog(platform);
            CatalogSearch search =
                    new CatalogSearch(
                            catalog,
                            new CatalogDocuments(catalog, new LedgerReader(platform)),
                            index);
            print(search.search(wanted, limit));
            return ExitCode.OK;
        }
    }

    /// One for each table, whatever account or embedded mode it is in.
    private static SearchIndex index(Platform platform) {
        Path folder = Platform.stateOf(Project.root()).resolve("search");
        return new LuceneIndex(folder.resolve(platform.drivesTable()));
    }

    private void print(CatalogSearch.Answer answer) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            answer.hits()
                    .forEach(hit ->
                            array.add(EntryView.json(hit.entry()).put("score", hit.score())));
            out.println(array.toPrettyString());
            return;
        }
        for (CatalogSearch.Found hit : answer.hits()) {
            Catalog.Entry entry = hit.entry();
            boolean clip = !entry.get("clip").isEmpty();
            out.printf(
                    "%-52s %-12s %-9s %-24s %s%n",
                    entry.get("driveId") + (clip ? " clip " + entry.get("clip") : ""),
                    clip ? "clip" : entry.get("status"),
                    entry.get("verdict"),
                    entry.get("startTime"),
                    entry.get("geohash"));
        }
        out.printf(
                "%d found in %d drives%s%n",
                answer.hits().size(), answer.drives(), answer.rebuilt() ? " (index rebuilt)" : "");
    }
}
