package dev.roadloop.sweep.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sweep.spec.Domain;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Draws each trial's configuration from its number, whatever others came to.
final class RandomSearch implements Search {

    private final SortedMap<String, Domain> parameters;
    private final long seed;

    RandomSearch(SortedMap<String, Domain> parameters, long seed) {
        this.parameters = parameters;
        this.seed = seed;
    }

    @Override
    public Optional<Configuration> propose(int trial, List<Observation> known) {
        RandomGenerator random = chance(seed, trial);
        SortedMap<String, JsonNode> values = new TreeMap<>();
        parameters.forEach((name, domain) -> values.put(name, draw(domain, random)));
        return Optional.of(new Configuration(values));
    }

    /// What is left to chance for a trial: the same on every Java, as [Random] is specified to the
    /// bit, and without likeness to that of its neighbours, as the seed is a digest.
    static RandomGenerator chance(long seed, int trial) {
        byte[] digest =
                Sha256.of(("sweep " + seed + " " + trial).getBytes(StandardCharsets.UTF_8)).bytes();
        return new Random(ByteBuffer.wrap(digest).getLong());
    }

    private static JsonNode draw(Domain domain, RandomGenerator random) {
        return switch (domain) {
            case Domain.Fixed fixed -> fixed.value();
            case Domain.Choice choice ->
                    choice.values().get(Weights.draw(choice.probabilities(), random));
            case Domain.Numeric numeric -> numeric.span().json(numeric.span().draw(random));
        };
    }
}
