package dev.roadloop.embedded.iam;

import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.TemplateSettings;

/// The ARN of a KMS key named by id, ARN or alias: permissions are checked on the key, never on its
/// alias.
final class KeyArns {

    private KeyArns() {}

    static String of(CloudAssembly assembly, String key) {
        TemplateSettings aws = assembly.settings();
        String name = key.contains(":alias/") ? key.substring(key.indexOf(":alias/") + 1) : key;
        if (name.startsWith("alias/")) {
            return assembly.find("AWS::KMS::Alias", name)
                    .flatMap(alias -> alias.text("TargetKeyId"))
                    .map(target -> of(assembly, target))
                    .orElse(aws.arn("kms", name));
        }
        return name.startsWith("arn:")
                ? name
                : name.isEmpty() ? "*" : aws.arn("kms", "key/" + name);
    }
}
