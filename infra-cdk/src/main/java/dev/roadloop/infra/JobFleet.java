package dev.roadloop.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.batch.FargateComputeEnvironment;
import software.amazon.awscdk.services.batch.IComputeEnvironment;
import software.amazon.awscdk.services.batch.JobQueue;
import software.amazon.awscdk.services.batch.OrderedComputeEnvironment;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.constructs.Construct;

/// Where the jobs of all contexts run: Fargate, which suits minutes of CPU work without idle
/// machines. What goes on after it was interrupted runs on spare machines at a third of the price,
/// which AWS may take back at any time; where there are none, on others. What needs a GPU runs on
/// the machines of [GpuFleet]; on a platform without, it is given no other than the rest, and
/// refuses.
final class JobFleet extends Construct {

    private static final int MOST_VCPUS = 128;

    private final JobQueue queue;
    private final JobQueue spotQueue;
    private final JobQueue gpuQueue;
    private final boolean gpus;

    /// @param gpus whether there are machines with a GPU
    JobFleet(Construct scope, String id, boolean gpus) {
        super(scope, id);
        this.gpus = gpus;
        JobNetwork network = new JobNetwork(this, "Network", gpus);
        FargateComputeEnvironment environment = environment(network, "Fargate", false);
        FargateComputeEnvironment spare = environment(network, "Spot", true);
        this.queue = queue("Queue", environment);
        this.spotQueue = queue("SpotQueue", spare, environment);
        this.gpuQueue = gpus ? gpuQueue(network) : spotQueue;
    }

    private JobQueue gpuQueue(JobNetwork network) {
        GpuFleet machines = new GpuFleet(this, "Gpus", network);
        return queue(
                "GpuQueue",
                machines.environment("Spot", true),
                machines.environment("OnDemand", false));
    }

    private FargateComputeEnvironment environment(JobNetwork network, String id, boolean spot) {
        return FargateComputeEnvironment.Builder.create(this, id)
                .vpc(network.vpc())
                .vpcSubnets(
                        SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
                .securityGroups(List.of(network.jobs()))
                .maxvCpus(MOST_VCPUS)
                .spot(spot)
                .build();
    }

    /// @param environments the first that has room takes a job
    private JobQueue queue(String id, IComputeEnvironment... environments) {
        List<OrderedComputeEnvironment> ordered = new ArrayList<>();
        for (IComputeEnvironment environment : environments) {
            ordered.add(
                    OrderedComputeEnvironment.builder()
                            .computeEnvironment(environment)
                            .order(ordered.size() + 1)
                            .build());
        }
        return JobQueue.Builder.create(this, id).computeEnvironments(ordered).build();
    }

    JobQueue queue() {
        return queue;
    }

    /// For jobs that go on after they were interrupted.
    JobQueue spotQueue() {
        return spotQueue;
    }

    /// For jobs that need a GPU, and go on after they were interrupted.
    JobQueue gpuQueue() {
        return gpuQueue;
    }

    /// Whether there are machines with a GPU.
    boolean hasGpus() {
        return gpus;
    }
}
