package dev.roadloop.models.qualification;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.lambda.Variables;
import java.time.Clock;
import java.util.Map;

/// What the functions of qualifications are made of.
record QualificationWiring(AwsClients clients, Variables variables) {

    static QualificationWiring of(Map<String, String> env) {
        return new QualificationWiring(AwsClients.from(env), Variables.of(env));
    }

    private Bucket gold() {
        return new Bucket(clients.s3(), variables.get("GOLD_BUCKET"));
    }

    BeginQualification begin() {
        return new BeginQualification(gold());
    }

    DecidePromotion decide() {
        SigningKey key = new SigningKey(clients.kms(), variables.get("REPORT_KEY_ID"));
        return new DecidePromotion(gold(), key::trusted, key, Clock.systemUTC());
    }
}
