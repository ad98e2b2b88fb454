package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/// Announces alarms to whoever subscribes. Encrypted with a key of its own, because CloudWatch may
/// not use the AWS-managed one.
final class AlarmTopic extends Construct {

    private final Topic topic;

    AlarmTopic(Construct scope, String id) {
        super(scope, id);
        Key key =
                Key.Builder.create(this, "Key")
                        .description("Roadloop: alarm messages")
                        .enableKeyRotation(true)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        key.addToResourcePolicy(
                PolicyStatement.Builder.create()
                        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                        .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                        .resources(List.of("*"))
                        .conditions(
                                Map.of(
                                        "StringEquals",
                                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                        .build());
        this.topic =
                Topic.Builder.create(this, "Topic")
                        .displayName("Roadloop alarms")
                        .masterKey(key)
                        .enforceSsl(true)
                        .build();
    }

    /// Announces when `alarm` goes off and when it is over.
    void announces(Alarm alarm) {
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
    }
}
