package dev.roadloop.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.network.WeightGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The same network on several devices, each of which learns from its part of every batch. What
/// losses divide by is counted over the whole batch, so that the gradients of the parts add up to
/// those of the batch. Between changes of the weights all are equal; then the first changes, and
/// the others take its numbers.
///
/// What the devices have in common takes a fixed order. Still, several end with the same bits only
/// up to rounding, as PyTorch adds up in another order when several threads compute at once. One
/// device alone takes the whole batch on the caller's thread.
final class Replicas implements AutoCloseable {

    private final List<Replica> all;
    private final @Nullable ExecutorService workers;

    private Replicas(List<Replica> all, @Nullable ExecutorService workers) {
        this.all = all;
        this.workers = workers;
    }

    static Replicas on(Devices devices, NetworkShape shape, long seed, Precision precision) {
        List<Replica> all =
                devices.all().stream()
                        .map(device -> Replica.on(device, shape, seed, precision))
                        .toList();
        return new Replicas(
                all,
                all.size() == 1
                        ? null
                        : Executors.newFixedThreadPool(
                                all.size(),
                                Thread.ofPlatform().daemon().name("replica-", 0).factory()));
    }

    Replica first() {
        return all.getFirst();
    }

    /// Adds the gradients of a batch to those that are there.
    ///
    /// @param factor what they are multiplied by
    Loss accumulate(Batch batch, double factor) {
        if (workers == null) {
            try (Replica.Pass pass = first().forward(batch)) {
                first().backward(pass.terms(), factor);
                return pass.terms().read();
            }
        }
        List<Batch> parts = batch.parts(all.size());
        List<Replica.Pass> passes = each(workers, i -> all.get(i).forward(parts.get(i)));
        List<List<Float>> overlaps = passes.stream().map(pass -> pass.terms().overlap()).toList();
        List<Loss> losses =
                each(
                        workers,
                        i -> {
                            try (Replica.Pass pass = passes.get(i)) {
                                return learn(i, pass.terms(), othersOf(i, overlaps), factor);
                            }
                        });
        return losses.stream().reduce(Loss.NONE, Loss::plus);
    }

    private Loss learn(int number, Terms own, List<Double> others, double factor) {
        Terms terms = Replica.recorded(() -> own.with(others));
        all.get(number).backward(terms, factor);
        return number == 0 ? terms.read() : terms.readBesideAnother();
    }

    private static List<Double> othersOf(int number, List<List<Float>> overlaps) {
        List<Double> sums = new ArrayList<>();
        for (int at = 0; at < overlaps.getFirst().size(); at++) {
            double sum = 0;
            for (int other = 0; other < overlaps.size(); other++) {
                sum += other == number ? 0 : overlaps.get(other).get(at);
            }
            sums.add(sum);
        }
        return sums;
    }

    /// Does something for each replica side by side, and waits for all before one's failure is
    /// thrown, so that nothing is closed under the others.
    private <T> List<T> each(ExecutorService on, IntFunction<T> work) {
        List<CompletableFuture<T>> coming =
                IntStream.range(0, all.size())
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> work.apply(i), on))
                        .toList();
        CompletableFuture.allOf(coming.toArray(CompletableFuture[]::new)).join();
        return coming.stream().map(CompletableFuture::join).toList();
    }

    /// Copies of the gradients of all together, and the mean of their statistics in the first.
    ///
    /// @param step where the copies live
    Map<String, NDArray> gather(NDManager step) {
        Map<String, NDArray> sums = first().gradients(step);
        for (Replica other : others()) {
            try (NDManager there = other.manager().newSubManager()) {
                other.gradients(there)
                        .forEach((group, more) ->
                                sums.computeIfPresent(
                                        group,
                                        (same, sum) ->
                                                sum.addi(more.toDevice(sum.getDevice(), false))));
            }
        }
        if (!others().isEmpty()) {
            first().network().groups().meanStatistics(groups(others()));
        }
        return sums;
    }

    /// Gives all what the first has, and forgets gradients.
    void spread() {
        groups(others()).forEach(groups -> groups.copy(first().network().groups()));
        all.forEach(Replica::forgetGradients);
    }

    private List<Replica> others() {
        return all.subList(1, all.size());
    }

    private static List<WeightGroups> groups(List<Replica> replicas) {
        return replicas.stream().map(replica -> replica.network().groups()).toList();
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.shutdown();
        }
        all.forEach(Replica::close);
    }
}
