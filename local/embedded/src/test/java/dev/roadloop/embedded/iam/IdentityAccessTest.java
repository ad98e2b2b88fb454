package dev.roadloop.embedded.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityAccessTest {

    private static final String RESOURCES =
            """
            {
              "Data": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Fn::GetAtt": ["Key", "Arn"]}}}]}}},
              "DataPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Data"}, "PolicyDocument": {"Statement": [
                {"Effect": "Deny", "Action": "s3:*", "Principal": {"AWS": "*"}, "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                 "Resource": [{"Fn::GetAtt": ["Data", "Arn"]}, {"Fn::Join": ["", [{"Fn::GetAtt": ["Data", "Arn"]}, "/*"]]}]},
                {"Effect": "Deny", "Action": "s3:DeleteObject", "Principal": "*", "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["Data", "Arn"]}, "/kept/*"]]}}]}}},
              "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [
                {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": {"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::AccountId"}, ":root"]]}}}]}}},
              "LockedKey": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [
                {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::123456789012:role/Somebody"}}]}}},
              "Reader": {"Type": "AWS::IAM::Role", "Properties": {
                "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/Unheard"],
                "Policies": [{"PolicyName": "inline", "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": ["s3:GetObject*", "s3:List*"],
                  "Resource": [{"Fn::GetAtt": ["Data", "Arn"]}, {"Fn::Sub": "${Data.Arn}/*"}]}}}]}},
              "ReaderPolicy": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": [{"Ref": "Reader"}], "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": {"Fn::GetAtt": ["Key", "Arn"]}},
                {"Effect": "Allow", "Action": "kms:Sign", "Resource": {"Fn::GetAtt": ["LockedKey", "Arn"]}},
                {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": {"Fn::Sub": "${Data.Arn}/*"}},
                {"Effect": "Deny", "Action": "s3:Get*", "Resource": {"Fn::Sub": "${Data.Arn}/secret/?.txt"}},
                {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": {"Fn::GetAtt": ["Table", "Arn"]}},
                {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": {"Fn::Sub": "${Table.Arn}/index/*"}}]}}},
              "Caller": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}}]}},
              "Named": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": {"Fn::GetAtt": ["Reader", "Arn"]}}}]}}},
              "Shared": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}}},
              "Working": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}}]}}},
              "Table": {"Type": "AWS::DynamoDB::Table"},
              "Queue": {"Type": "AWS::SQS::Queue"},
              "QueuePolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Principal": {"Service": "events.amazonaws.com"}, "Resource": {"Fn::GetAtt": ["Queue", "Arn"]},
                 "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/on-landing"}}}]}}}
            }\
            """;

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final String READER = "arn:aws:iam::123456789012:role/Reader";

    @TempDir private Path directory;

    private IdentityAccess iam;
    private RequiredPermissions permissions;

    @BeforeEach
    void load() {
        CloudAssembly assembly =
                Assemblies.of(
                        directory.resolve("cdk.out"), URI.create("http://127.0.0.1:1"), RESOURCES);
        iam = IdentityAccess.of(assembly, directory, Clock.fixed(NOW, ZoneOffset.UTC));
        permissions = new RequiredPermissions(assembly);
    }

    @Test
    void allowsWhatTheRolesPoliciesAllow() {
        assertAllowed("s3", "GetObject", "{'Bucket': 'data', 'Key': 'a/b.txt'}");
        assertAllowed("s3", "ListObjectsV2", "{'Bucket': 'data', 'Prefix': 'a/'}");
        assertAllowed("dynamodb", "PutItem", "{'TableName': 'Table'}");
        assertAllowed("dynamodb", "Query", "{'TableName': 'Table', 'IndexName': 'gsi1'}");
        assertAllowed(
                "logs", "PutLogEvents", "{'logGroupName': '/aws/lambda/x', 'logStreamName': 's'}");
    }

    @Test
    void refusesTheRestNamingActionResourceAndRole() {
        assertThatThrownBy(() -> check("dynamodb", "DeleteItem", "{'TableName': 'Table'}"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.code()).isEqualTo("AccessDeniedException"))
                .hasMessageContaining("dynamodb:DeleteItem")
                .hasMessageContaining("arn:aws:dynamodb:us-east-1:123456789012:table/Table")
                .hasMessageContaining(READER);
        assertDenied("dynamodb", "Query", "{'TableName': 'Table'}", "no identity-based policy");
        assertDenied("s3", "GetObject", "{'Bucket': 'other', 'Key': 'a'}", "arn:aws:s3:::other/a");
    }

    @Test
    void asksForTheBucketsKeyToo() {
        assertDenied("s3", "PutObject", "{'Bucket': 'data', 'Key': 'a'}", "s3:PutObject");
        assertThat(
                        permissions.of(
                                "s3",
                                "CopyObject",
                                json("{'Bucket': 'data', 'Key': 'a', 'CopySource': 'data/b%20c'}")))
                .extracting(Permission::action)
                .containsExactly(
                        "s3:GetObject", "kms:Decrypt", "s3:PutObject", "kms:GenerateDataKey");
    }

    @Test
    void letsAnExplicitDenyWin() {
        assertDenied(
                "s3", "GetObject", "{'Bucket': 'data', 'Key': 'secret/1.txt'}", "explicit deny");
        assertAllowed("s3", "GetObject", "{'Bucket': 'data', 'Key': 'secret/12.txt'}");
        assertDenied(
                "s3",
                "DeleteObject",
                "{'Bucket': 'data', 'Key': 'kept/1'}",
                "resource-based policy");
        assertAllowed("s3", "DeleteObject", "{'Bucket': 'data', 'Key': 'other/1'}");
    }

    @Test
    void needsTheKeyPolicysConsent() {
        String locked = permissionKey("LockedKey");
        assertDenied("kms", "Sign", "{'KeyId': '" + locked + "'}", "key policy does not allow");
    }

    @Test
    void whoMovesDeadLettersMustBeAllowedToTakeThemAndToSendThem() {
        assertThat(
                        permissions.of(
                                "sqs",
                                "StartMessageMoveTask",
                                json(
                                        "{'SourceArn': 'arn:aws:sqs:us-east-1:123456789012:Dead',"
                                                + " 'DestinationArn':"
                                                + " 'arn:aws:sqs:us-east-1:123456789012:Queue'}")))
                .contains(
                        Permission.of(
                                "sqs:StartMessageMoveTask",
                                "arn:aws:sqs:us-east-1:123456789012:Dead"),
                        Permission.of(
                                "sqs:ReceiveMessage", "arn:aws:sqs:us-east-1:123456789012:Dead"),
                        Permission.of(
                                "sqs:DeleteMessage", "arn:aws:sqs:us-east-1:123456789012:Dead"),
                        Permission.of(
                                "sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:Queue"));
    }

    @Test
    void letsAServiceDoOnlyWhatTheResourcesPolicySays() {
        Principal rule =
                ServicePrincipal.of(
                        "events.amazonaws.com",
                        "arn:aws:events:us-east-1:123456789012:rule/on-landing");
        Principal other =
                ServicePrincipal.of(
                        "events.amazonaws.com", "arn:aws:events:us-east-1:123456789012:rule/other");
        List<Permission> send =
                permissions.of(
                        "sqs", "SendMessage", json("{'QueueUrl': 'http://x/123456789012/Queue'}"));

        assertThatCode(() -> iam.check(rule, send)).doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.check(other, send))
                .hasMessageContaining("no resource-based policy");
    }

    @Test
    void letsTheOwnerDoEverything() {
        assertThat(iam.authenticate("")).isEqualTo(iam.owner());
        assertThatCode(() ->
                        iam.check(
                                iam.owner(),
                                permissions.of("s3", "DeleteBucket", json("{'Bucket': 'data'}"))))
                .doesNotThrowAnyException();
    }

    @Test
    void recognisesItsCredentialsAfterARestart() throws IOException {
        Credentials issued = iam.credentialsOf(READER);
        load();

        assertThat(iam.authenticate(issued.sessionToken())).isEqualTo(new Principal(READER));
        assertThat(iam.issued(issued.sessionToken())).contains(issued);
        assertThat(iam.credentialsOf(READER)).isEqualTo(issued);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("iam/secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesForgedAndExpiredTokens() {
        String token = iam.assume(READER, "me", Duration.ofSeconds(-1)).sessionToken();
        assertThatThrownBy(() -> iam.authenticate(token)).hasMessageContaining("expired");
        assertThatThrownBy(() -> iam.authenticate(token.substring(0, token.length() - 1) + "x"))
                .hasMessageContaining("invalid");
        assertThatThrownBy(() -> iam.credentialsOf("arn:aws:iam::123456789012:role/Nobody"))
                .hasMessageContaining("Nobody");
    }

    @Test
    void listsManagedPoliciesThatItDoesNotKnow() {
        assertThat(iam.unknownManagedPolicies()).containsExactly("arn:aws:iam::aws:policy/Unheard");
    }

    private String permissionKey(String logicalId) {
        return Assemblies.of(
                        directory.resolve("cdk.out"), URI.create("http://127.0.0.1:1"), RESOURCES)
                .resources()
                .stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .ref();
    }

    private void assertAllowed(String service, String action, String input) {
        assertThatCode(() -> check(service, action, input)).doesNotThrowAnyException();
    }

    private void assertDenied(String service, String action, String input, String why) {
        assertThatThrownBy(() -> check(service, action, input)).hasMessageContaining(why);
    }

    private void check(String service, String action, String input) {
        iam.check(new Principal(READER), permissions.of(service, action, json(input)));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void assume(String caller, String role) {
        String prefix = "arn:aws:iam::123456789012:role/";
        iam.check(
                new Principal(prefix + caller),
                List.of(Permission.of("sts:AssumeRole", prefix + role)));
    }

    @Test
    void aRoleIsAssumedByWhomItsTrustPolicyNamesAndOfTheAccountByWhoMayBesides() {
        assertThatCode(() -> assume("Reader", "Named")).doesNotThrowAnyException();
        assertThatCode(() -> assume("Caller", "Shared")).doesNotThrowAnyException();
        assertThatThrownBy(() -> assume("Caller", "Named"))
                .hasMessageContaining("role/Caller")
                .hasMessageContaining("role/Named")
                .hasMessageContaining("the role's trust policy does not allow");
        assertThatThrownBy(() -> assume("Reader", "Shared"))
                .hasMessageContaining("no identity-based policy allows the sts:AssumeRole action");
        assertThatThrownBy(() -> assume("Caller", "Working"))
                .hasMessageContaining("the role's trust policy does not allow");
    }

    @Test
    void aServiceWorksOnlyWithARoleThatTrustsIt() {
        String role = "arn:aws:iam::123456789012:role/Working";

        assertThatCode(() -> iam.requireTrust(role, "states.amazonaws.com", "Machine"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.requireTrust(role, "ecs-tasks.amazonaws.com", "Job"))
                .hasMessage(
                        "Job: the role "
                                + role
                                + " cannot be assumed by ecs-tasks.amazonaws.com; expected its"
                                + " AssumeRolePolicyDocument to name that service");
    }
}
