package dev.roadloop.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/// A service's role with exactly the permissions listed here: CDK's own grants are switched off, so
/// what a reader sees is what the role may do. The reason of each [Permission.Wide] is recorded on
/// the role in the template.
final class HandWrittenRole extends Construct {

    private final IRole role;

    /// @param service principal such as `lambda.amazonaws.com`
    HandWrittenRole(Construct scope, String id, String service, List<Permission> permissions) {
        super(scope, id);
        List<PolicyStatement> statements =
                permissions.stream()
                        .map(p ->
                                PolicyStatement.Builder.create()
                                        .actions(p.actions())
                                        .resources(p.resources())
                                        .conditions(p.conditions())
                                        .build())
                        .toList();
        Role created =
                Role.Builder.create(this, "Role")
                        .assumedBy(new ServicePrincipal(service))
                        .inlinePolicies(
                                Map.of(
                                        "Permissions",
                                        PolicyDocument.Builder.create()
                                                .statements(statements)
                                                .build()))
                        .build();
        List<NagPackSuppression> reasons = new ArrayList<>();
        for (Permission permission : permissions) {
            if (permission instanceof Permission.Wide wide) {
                reasons.add(
                        NagPackSuppression.builder()
                                .id("AwsSolutions-IAM5")
                                .reason(String.join(", ", wide.actions()) + ": " + wide.reason())
                                .appliesTo(List.of(Map.of("regex", finding(wide))))
                                .build());
            }
        }
        if (!reasons.isEmpty()) {
            NagSuppressions.addResourceSuppressions(created, reasons);
        }
        this.role = created.withoutPolicyUpdates();
    }

    IRole role() {
        return role;
    }

    private static String finding(Permission.Wide wide) {
        String start = wide.ending().equals(wide.resource()) ? "" : ".*";
        return "/^Resource::"
                + start
                + Pattern.compile("([/*.])").matcher(wide.ending()).replaceAll("\\\\$1")
                + "$/";
    }
}
