package dev.roadloop.embedded.durability;

import dev.roadloop.embedded.TestAssembly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A template in which everything that is accepted ends somewhere it can be counted: events and
/// object events in queues, executions in a queue and in a Batch job where asked.
final class TrafficAssembly {

    private TrafficAssembly() {}

    /// Writes it to `directory`.
    static Path write(Path directory) {
        TestAssembly.write(directory);
        try {
            Files.writeString(directory.resolve("t.json"), TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private static final String TEMPLATE =
            """
            {"Resources": {
              "Inbox": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "inbox"}},
              "Seen": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "seen"}},
              "Landed": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "landed"}},
              "Ran": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "ran"}},
              "Open": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Seen"}, {"Ref": "Landed"}], "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Principal": {"Service": "events.amazonaws.com"}, "Resource": [{"Fn::GetAtt": ["Seen", "Arn"]}, {"Fn::GetAtt": ["Landed", "Arn"]}]}]}}},
              "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "drives"}},
              "SeenRule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "seen", "EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["test"]},
                "Targets": [{"Id": "seen", "Arn": {"Fn::GetAtt": ["Seen", "Arn"]}, "InputPath": "$.detail.n"}]}},
              "Landing": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "landing", "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}}},
              "LandedRule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "landed", "EventPattern": {"source": ["aws.s3"], "detail-type": ["Object Created"]},
                "Targets": [{"Id": "landed", "Arn": {"Fn::GetAtt": ["Landed", "Arn"]}, "InputPath": "$.detail.object.key"}]}},
              "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "items", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "n", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}]}},
              "JobRole": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "job"}},
              "Queue": {"Type": "AWS::Batch::JobQueue", "Properties": {"JobQueueName": "jobs", "Priority": 1, "State": "ENABLED", "ComputeEnvironmentOrder": []}},
              "Job": {"Type": "AWS::Batch::JobDefinition", "Properties": {"JobDefinitionName": "print", "Type": "container", "ContainerProperties": {"Image": "repo:i1",
                "Command": ["a", "200", "0"], "JobRoleArn": {"Fn::GetAtt": ["JobRole", "Arn"]}, "ResourceRequirements": [{"Type": "VCPU", "Value": "0.5"}, {"Type": "MEMORY", "Value": "256"}]},
                "RetryStrategy": {"Attempts": 5}}},
              "MachineRole": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "machine", "Policies": [{"PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Ran", "Arn"]}},
                {"Effect": "Allow", "Action": ["batch:SubmitJob", "batch:DescribeJobs", "batch:TerminateJob"], "Resource": "*"}]}}]}},
              "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"StateMachineName": "traffic", "RoleArn": {"Fn::GetAtt": ["MachineRole", "Arn"]},
                "DefinitionString": {"Fn::Sub": "@MACHINE@"}}}
            }}\
            """
                    .replace("@MACHINE@", machine());

    private static String machine() {
        return """
        {'QueryLanguage': 'JSONata', 'StartAt': 'Nap', 'States': {
          'Nap': {'Type': 'Wait', 'Seconds': 1, 'Next': 'Which'},
          'Which': {'Type': 'Choice', 'Choices': [{'Condition': '{% $states.input.job %}', 'Next': 'Work'}], 'Default': 'Tell'},
          'Work': {'Type': 'Task', 'Resource': 'arn:aws:states:::batch:submitJob.sync', 'Arguments': {'JobName': '{% $states.context.Execution.Name %}', 'JobQueue': 'jobs', 'JobDefinition': 'print'}, 'Next': 'Tell'},
          'Tell': {'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage', 'Arguments': {'QueueUrl': '${Ran}', 'MessageBody': '{% $states.context.Execution.Name %}'},
            'Retry': [{'ErrorEquals': ['States.ALL'], 'IntervalSeconds': 1, 'BackoffRate': 1, 'MaxAttempts': 60}], 'End': true}}}
        """
                .replace("\n", " ")
                .replace("'", "\\\"");
    }
}
