package dev.roadloop.embedded.template;

import java.net.URI;
import java.util.Map;

/// What a template's pseudo parameters and parameters stand for.
///
/// @param account twelve digits, `AWS::AccountId`
/// @param region `AWS::Region`
/// @param endpoint where the services listen; queue URLs are made from it
/// @param parameters values of template parameters by name, before their defaults
public record TemplateSettings(
        String account, String region, URI endpoint, Map<String, String> parameters) {

    /// The account id that the embedded mode uses.
    public static final String ACCOUNT = "123456789012";

    public TemplateSettings {
        if (!account.matches("\\d{12}")) {
            throw new IllegalArgumentException(
                    "account id: expected 12 digits, found '" + account + "'");
        }
        if (!region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
            throw new IllegalArgumentException(
                    "region: expected one such as us-east-1, found '" + region + "'");
        }
        parameters = Map.copyOf(parameters);
    }

    /// Settings with the usual account, no parameter set.
    public static TemplateSettings of(String region, URI endpoint) {
        return new TemplateSettings(ACCOUNT, region, endpoint, Map.of());
    }

    /// An ARN of this account and region, such as `arn:aws:sqs:us-east-1:123456789012:name`.
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    /// An ARN of a service without regions: `arn:aws:iam::123456789012:role/name`.
    public String globalArn(String service, String resource) {
        return "arn:aws:" + service + "::" + account + ":" + resource;
    }
}
