package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.services.batch.FargateComputeEnvironment;
import software.amazon.awscdk.services.batch.JobQueue;
import software.amazon.awscdk.services.batch.OrderedComputeEnvironment;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.constructs.Construct;

/// Where the jobs of all contexts run: Fargate, which suits minutes of CPU work without idle
/// machines.
final class JobFleet extends Construct {

    private static final int MOST_VCPUS = 128;

    private final JobQueue queue;

    JobFleet(Construct scope, String id) {
        super(scope, id);
        JobNetwork network = new JobNetwork(this, "Network");
        FargateComputeEnvironment environment =
                FargateComputeEnvironment.Builder.create(this, "Fargate")
                        .vpc(network.vpc())
                        .vpcSubnets(
                                SubnetSelection.builder()
                                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                                        .build())
                        .securityGroups(List.of(network.jobs()))
                        .maxvCpus(MOST_VCPUS)
                        .build();
        this.queue =
                JobQueue.Builder.create(this, "Queue")
                        .computeEnvironments(
                                List.of(
                                        OrderedComputeEnvironment.builder()
                                                .computeEnvironment(environment)
                                                .order(1)
                                                .build()))
                        .build();
    }

    JobQueue queue() {
        return queue;
    }
}
