package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// Where jobs run: subnets without a way to the internet, since jobs hold raw recordings. AWS is
/// reached through endpoints: S3 (free), and one each for pulling images, logs and signing.
///
/// Machines with a GPU, which hold datasets and nothing raw, have subnets of their own from which
/// HTTPS goes out and to which nothing comes in: they must reach ECS, and endpoints for that would
/// cost their price while there is no such machine.
final class JobNetwork extends Construct {

    /// Name of the subnets of machines with a GPU.
    static final String GPU = "Gpu";

    private static final SubnetConfiguration JOBS =
            SubnetConfiguration.builder()
                    .name("Jobs")
                    .subnetType(SubnetType.PRIVATE_ISOLATED)
                    .cidrMask(20)
                    .build();
    private static final SubnetConfiguration GPU_JOBS =
            SubnetConfiguration.builder()
                    .name(GPU)
                    .subnetType(SubnetType.PUBLIC)
                    .cidrMask(24)
                    .build();

    private final Vpc vpc;
    private final SecurityGroup jobs;
    private final SecurityGroup endpoints;

    /// @param gpus whether there are subnets for machines with a GPU
    JobNetwork(Construct scope, String id, boolean gpus) {
        super(scope, id);
        this.vpc =
                Vpc.Builder.create(this, "Vpc")
                        .maxAzs(2)
                        .natGateways(0)
                        .restrictDefaultSecurityGroup(false)
                        .subnetConfiguration(gpus ? List.of(JOBS, GPU_JOBS) : List.of(JOBS))
                        .build();
        vpc.addGatewayEndpoint(
                "S3",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.S3)
                        .build());
        this.jobs = group("JobsGroup", "Jobs: out to AWS endpoints only, nothing in");
        this.endpoints = group("EndpointsGroup", "AWS endpoints: in from jobs only");
        endpoints.addIngressRule(jobs, Port.tcp(443), "HTTPS from jobs");
        jobs.addEgressRule(endpoints, Port.tcp(443), "HTTPS to AWS endpoints");
        // A gateway endpoint has public addresses; the route table, which knows S3 alone, is what
        // bounds this.
        jobs.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS to S3 through its gateway");
        endpoint("EcrApi", InterfaceVpcEndpointAwsService.ECR, endpoints);
        endpoint("EcrDocker", InterfaceVpcEndpointAwsService.ECR_DOCKER, endpoints);
        endpoint("Logs", InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, endpoints);
        endpoint("Kms", InterfaceVpcEndpointAwsService.KMS, endpoints);
        logTraffic();
    }

    Vpc vpc() {
        return vpc;
    }

    /// Security group of the jobs.
    SecurityGroup jobs() {
        return jobs;
    }

    /// A new security group, of machines with a GPU.
    SecurityGroup gpuJobs() {
        SecurityGroup group = group("GpuGroup", "Jobs with a GPU: HTTPS out, nothing in");
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "HTTPS to AWS");
        endpoints.addIngressRule(group, Port.tcp(443), "HTTPS from jobs with a GPU");
        return group;
    }

    private SecurityGroup group(String id, String description) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    private void endpoint(String id, InterfaceVpcEndpointAwsService service, SecurityGroup group) {
        InterfaceVpcEndpoint.Builder.create(this, id)
                .vpc(vpc)
                .service(service)
                .securityGroups(List.of(group))
                .open(false)
                .privateDnsEnabled(true)
                .build();
    }

    private void logTraffic() {
        LogGroup logs =
                LogGroup.Builder.create(this, "FlowLogs")
                        .retention(RetentionDays.ONE_MONTH)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        HandWrittenRole access =
                new HandWrittenRole(
                        this,
                        "FlowLogsAccess",
                        "vpc-flow-logs.amazonaws.com",
                        List.of(
                                Permission.on(
                                        logs.getLogGroupArn(),
                                        "logs:CreateLogStream",
                                        "logs:PutLogEvents",
                                        "logs:DescribeLogStreams")));
        vpc.addFlowLog(
                "Rejected",
                FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(logs, access.role()))
                        .trafficType(FlowLogTrafficType.REJECT)
                        .build());
    }
}
