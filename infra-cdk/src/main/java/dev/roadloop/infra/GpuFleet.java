package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.services.batch.AllocationStrategy;
import software.amazon.awscdk.services.batch.EcsMachineImage;
import software.amazon.awscdk.services.batch.EcsMachineImageType;
import software.amazon.awscdk.services.batch.ManagedEc2EcsComputeEnvironment;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.constructs.Construct;

/// Machines with a GPU, which Fargate has none of: EC2 instances that Batch starts for a job and
/// ends after it, spare ones where there are some. At rest there is none.
final class GpuFleet extends Construct {

    /// Scratch disk of a machine, images included.
    private static final int DISK_GIB = 200;

    /// One GPU each, of 24 GB; L4 and A10G.
    private static final List<InstanceType> TYPES =
            List.of(
                    new InstanceType("g6.xlarge"),
                    new InstanceType("g6.2xlarge"),
                    new InstanceType("g5.xlarge"),
                    new InstanceType("g5.2xlarge"));

    private static final int MOST_VCPUS = 32;

    private final JobNetwork network;
    private final SecurityGroup group;
    private final HandWrittenRole instances;
    private final LaunchTemplate launch;

    GpuFleet(Construct scope, String id, JobNetwork network) {
        super(scope, id);
        this.network = network;
        this.group = network.gpuJobs();
        this.instances =
                new HandWrittenRole(this, "InstanceAccess", "ec2.amazonaws.com", permissions());
        this.launch =
                LaunchTemplate.Builder.create(this, "Launch")
                        .requireImdsv2(true)
                        .httpPutResponseHopLimit(1)
                        .blockDevices(
                                List.of(
                                        BlockDevice.builder()
                                                .deviceName("/dev/xvda")
                                                .volume(
                                                        BlockDeviceVolume.ebs(
                                                                DISK_GIB,
                                                                EbsDeviceOptions.builder()
                                                                        .encrypted(true)
                                                                        .volumeType(
                                                                                EbsDeviceVolumeType
                                                                                        .GP3)
                                                                        .deleteOnTermination(true)
                                                                        .build()))
                                                .build()))
                        .build();
    }

    /// Machines of one price.
    ///
    /// @param spot whether they are spare
    ManagedEc2EcsComputeEnvironment environment(String id, boolean spot) {
        return ManagedEc2EcsComputeEnvironment.Builder.create(this, id)
                .vpc(network.vpc())
                .vpcSubnets(SubnetSelection.builder().subnetGroupName(JobNetwork.GPU).build())
                .securityGroups(List.of(group))
                .instanceTypes(TYPES)
                .useOptimalInstanceClasses(false)
                .images(
                        List.of(
                                EcsMachineImage.builder()
                                        .imageType(EcsMachineImageType.ECS_AL2023_NVIDIA)
                                        .build()))
                .instanceRole(instances.role())
                .launchTemplate(launch)
                .allocationStrategy(
                        spot
                                ? AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED
                                : AllocationStrategy.BEST_FIT_PROGRESSIVE)
                .minvCpus(0)
                .maxvCpus(MOST_VCPUS)
                .spot(spot)
                .build();
    }

    /// What a machine does for ECS, and no more: jobs share its network, and so might take its
    /// role. They have roles of their own, which pull images, too.
    private List<Permission> permissions() {
        return List.of(
                new Permission.Wide(
                        List.of(
                                "ecs:RegisterContainerInstance",
                                "ecs:DeregisterContainerInstance",
                                "ecs:SubmitAttachmentStateChanges",
                                "ecs:SubmitContainerStateChange",
                                "ecs:SubmitTaskStateChange"),
                        Arns.slash(this, "ecs", "cluster", "*"),
                        ":cluster/*",
                        "Batch makes up the names of its clusters."),
                new Permission.Wide(
                        List.of(
                                "ecs:Poll",
                                "ecs:StartTelemetrySession",
                                "ecs:UpdateContainerInstancesState"),
                        Arns.slash(this, "ecs", "container-instance", "*"),
                        ":container-instance/*",
                        "A machine's id is not known before it has registered."),
                Permission.onAnything(
                        "Where to poll is asked before there is anything to name.",
                        "ecs:DiscoverPollEndpoint"));
    }
}
