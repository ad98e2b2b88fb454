package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.LedgerReader;
import dev.roadloop.cli.search.CatalogDocuments;
import dev.roadloop.cli.search.CatalogSearch;
import dev.roadloop.opensearch.OpenSearchEndpoint;
import dev.roadloop.opensearch.OpenSearchIndex;
import dev.roadloop.search.QueryParser;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchQuery;
import dev.roadloop.search.lucene.LuceneIndex;
import java.io.IOException;
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
            "A clip's topics are those that speak in it; finding:sensor_missing is one without a"
                    + " sensor of its drive.",
            "",
            "With --index: domains of Amazon OpenSearch Service are asked with the AWS credentials"
                    + " of --profile,",
            "others with $ROADLOOP_INDEX_USER and $ROADLOOP_INDEX_PASSWORD where they are set.",
            "",
            "Put one query in quotes, and -- before one that begins with -.",
            "",
            "Examples:",
            "  roadloop search lidar near:49.0094,8.4044,2km",
            "  roadloop search 'vehicle:car-7 -verdict:pass after:2026-05-01'",
            "  roadloop search --json 'topic:/gps/fix OR topic:/gps/ublox/fix' | jq -r"
                    + " '.[].driveId'",
            "  roadloop search 'kind:clip topic:/camera/* on:2026-05-04 -finding:sensor_missing'",
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
            description = "At most so many hits, 1 to 100000; ${DEFAULT-VALUE} by default.")
    private int limit;

    @Option(
            names = "--index",
            defaultValue = "${env:ROADLOOP_INDEX:-}",
            paramLabel = "URL",
            description =
                    "An OpenSearch that keeps the index for many machines, at most with the index's"
                            + " name behind it: https://search.example.org/drives. Default:"
                            + " $ROADLOOP_INDEX, else a folder of this machine.")
    private String address = "";

    @Option(
            names = "--json",
            description = "Print the hits' catalog entries, scores and what fits as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        WrongOption.checkRange("--limit", limit, 1, SearchIndex.MOST_HITS);
        SearchQuery wanted = QueryParser.parse(String.join(" ", query));
        try (Platform platform = where.open();
                SearchIndex index = index(platform)) {
            Catalog catalog = new Catalog(platform);
            CatalogSearch search =
                    new CatalogSearch(
                            catalog,
                            new CatalogDocuments(catalog, new LedgerReader(platform)),
                            index);
            CatalogSearch.Answer answer = search.search(wanted, limit);
            if (json) {
                SearchView.json(spec.commandLine().getOut(), answer);
            } else {
                SearchView.print(spec.commandLine().getOut(), answer);
            }
            return ExitCode.OK;
        }
    }

    /// One for each table, whatever account or embedded mode it is in.
    private SearchIndex index(Platform platform) {
        if (!address.isBlank()) {
            return new OpenSearchIndex(
                    OpenSearchEndpoint.parse(
                            address,
                            OpenSearchEndpoint.indexOf(platform.drivesTable()),
                            System.getenv(),
                            where::credentials));
        }
        Path folder = Platform.stateOf(Project.root()).resolve("search");
        return new LuceneIndex(folder.resolve(platform.drivesTable()));
    }
}
