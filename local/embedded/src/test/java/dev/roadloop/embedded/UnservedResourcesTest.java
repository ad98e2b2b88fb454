package dev.roadloop.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.template.Assemblies;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is listed at the start, so that nothing of a template is dropped in silence.
class UnservedResourcesTest {

    private static final String RESOURCES =
            """
            {
              "Fleet": {"Type": "AWS::IoTFleetWise::Fleet"},
              "Notifies": {"Type": "Custom::S3BucketNotifications"},
              "Queue": {"Type": "AWS::SQS::Queue"},
              "Topic": {"Type": "AWS::SNS::Topic"},
              "ToQueue": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["a"]},
                "Targets": [{"Id": "q", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}},
              "ToBoth": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["a"]},
                "Targets": [{"Id": "q", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}, {"Id": "t", "Arn": {"Ref": "Topic"}}]}},
              "Daily": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)",
                "Target": {"Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "RoleArn": "arn:aws:iam::123456789012:role/r"}}},
              "Universal": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)",
                "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:ec2:stopInstances", "RoleArn": "arn:aws:iam::123456789012:role/r"}}},
              "ToBus": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": "rate(1 day)",
                "Target": {"Arn": "arn:aws:events:us-east-1:123456789012:event-bus/default", "RoleArn": "arn:aws:iam::123456789012:role/r"}}},
              "Plain": {"Type": "AWS::S3::Bucket", "Properties": {"NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}}},
              "Direct": {"Type": "AWS::S3::Bucket", "Properties": {"NotificationConfiguration": {"QueueConfigurations": [
                {"Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["Queue", "Arn"]}}]}}},
              "FromQueue": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": "f", "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}}},
              "FromStream": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": "f", "EventSourceArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"}}
            }\
            """;

    @TempDir private Path directory;

    @Test
    void listsTypesWithoutCounterpartAndServedOnesThatReachSuch() {
        assertThat(
                        UnservedResources.of(
                                Assemblies.of(
                                        directory, URI.create("http://127.0.0.1:1"), RESOURCES)))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "AWS::IoTFleetWise::Fleet S/Fleet",
                        "Custom::S3BucketNotifications S/Notifies",
                        "AWS::Events::Rule S/ToBoth",
                        "AWS::Scheduler::Schedule S/Universal",
                        "AWS::Scheduler::Schedule S/ToBus",
                        "AWS::S3::Bucket S/Direct",
                        "AWS::Lambda::EventSourceMapping S/FromStream");
    }
}
