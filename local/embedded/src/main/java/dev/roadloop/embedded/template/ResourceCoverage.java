package dev.roadloop.embedded.template;

import java.util.Set;

/// What becomes of a resource type in the embedded mode.
public enum ResourceCoverage {

    /// A service works with it.
    LIVE,
    /// Has no effect on what a program sees, knowingly: dashboards, alarms, log retention,
    /// networks, catalog tables.
    DECLARED,
    /// Has an effect on AWS and none here. To be listed at start-up.
    UNSUPPORTED;

    private static final Set<String> LIVE_TYPES =
            Set.of(
                    "AWS::S3::Bucket",
                    "AWS::S3::BucketPolicy",
                    "AWS::DynamoDB::Table",
                    "AWS::DynamoDB::GlobalTable",
                    "AWS::SQS::Queue",
                    "AWS::SQS::QueuePolicy",
                    "AWS::KMS::Key",
                    "AWS::KMS::Alias",
                    "AWS::IAM::Role",
                    "AWS::IAM::Policy",
                    "AWS::IAM::ManagedPolicy",
                    "AWS::IAM::RolePolicy",
                    "AWS::Events::EventBus",
                    "AWS::Events::Rule",
                    "AWS::Events::Archive",
                    "AWS::Scheduler::Schedule",
                    "AWS::Scheduler::ScheduleGroup",
                    "AWS::Lambda::Function",
                    "AWS::Lambda::Version",
                    "AWS::Lambda::Alias",
                    "AWS::Lambda::Permission",
                    "AWS::Lambda::EventSourceMapping",
                    "AWS::Lambda::EventInvokeConfig",
                    "AWS::StepFunctions::StateMachine",
                    "AWS::Batch::JobDefinition",
                    "AWS::Batch::JobQueue",
                    "AWS::Batch::ComputeEnvironment",
                    "AWS::Logs::LogGroup",
                    "AWS::ApiGatewayV2::Api",
                    "AWS::ApiGatewayV2::Integration",
                    "AWS::ApiGatewayV2::Route",
                    "AWS::ApiGatewayV2::Stage");

    private static final Set<String> DECLARED_TYPES =
            Set.of(
                    "AWS::CDK::Metadata",
                    "AWS::CloudWatch::Alarm",
                    "AWS::CloudWatch::CompositeAlarm",
                    "AWS::CloudWatch::Dashboard",
                    "AWS::CloudWatch::AnomalyDetector",
                    "AWS::Logs::MetricFilter",
                    "AWS::Logs::SubscriptionFilter",
                    "AWS::Logs::QueryDefinition",
                    "AWS::Logs::ResourcePolicy",
                    "AWS::SNS::Topic",
                    "AWS::SNS::TopicPolicy",
                    "AWS::SNS::Subscription",
                    "AWS::Events::EventBusPolicy",
                    "AWS::IAM::InstanceProfile",
                    "AWS::IAM::ServiceLinkedRole",
                    "AWS::Glue::Database",
                    "AWS::Glue::Table",
                    "AWS::EC2::VPC",
                    "AWS::EC2::Subnet",
                    "AWS::EC2::RouteTable",
                    "AWS::EC2::Route",
                    "AWS::EC2::SubnetRouteTableAssociation",
                    "AWS::EC2::InternetGateway",
                    "AWS::EC2::VPCGatewayAttachment",
                    "AWS::EC2::NatGateway",
                    "AWS::EC2::EIP",
                    "AWS::EC2::SecurityGroup",
                    "AWS::EC2::SecurityGroupIngress",
                    "AWS::EC2::SecurityGroupEgress",
                    "AWS::EC2::VPCEndpoint",
                    "AWS::EC2::FlowLog",
                    "AWS::EC2::NetworkAcl",
                    "AWS::EC2::NetworkAclEntry",
                    "AWS::EC2::SubnetNetworkAclAssociation",
                    "AWS::EC2::LaunchTemplate",
                    "AWS::SSM::Parameter",
                    "AWS::Batch::SchedulingPolicy",
                    "AWS::XRay::Group",
                    "AWS::XRay::SamplingRule",
                    "AWS::Budgets::Budget",
                    "AWS::ResourceGroups::Group",
                    "AWS::Athena::WorkGroup");

    /// What becomes of resources of `type`.
    public static ResourceCoverage of(String type) {
        return LIVE_TYPES.contains(type)
                ? LIVE
                : DECLARED_TYPES.contains(type) ? DECLARED : UNSUPPORTED;
    }
}
