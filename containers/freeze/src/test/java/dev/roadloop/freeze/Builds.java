package dev.roadloop.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.split.SplitPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Builds of datasets in tests.
final class Builds {
    private Builds() {}

    static BuildOutcome build(Path out, BuildRequest request) throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-05-02T08:00:00Z"), ZoneOffset.UTC);
        return new BuildDataset(out, clock, 2, (step, done, all) -> {}).build(request);
    }

    static BuildRequest request(Path... sources) {
        return request(false, SplitPlan.DEFAULT, List.of(), sources);
    }

    static BuildRequest request(
            boolean golden, SplitPlan plan, List<DatasetManifest> sets, Path... sources) {
        return new BuildRequest(
                new DatasetName(golden ? "golden" : "street"),
                golden,
                List.of(sources),
                null,
                plan,
                4,
                sets,
                Stream.of(sources).map(ImportLabels::index).toList(),
                Map.of(),
                null);
    }

    static BuildOutcome.Frozen frozen(BuildOutcome outcome) {
        assertThat(outcome).isInstanceOf(BuildOutcome.Frozen.class);
        return (BuildOutcome.Frozen) outcome;
    }
}
