package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// One statement of a policy.
///
/// @param json the statement as the template has it, intrinsics resolved
record Statement(JsonNode json) {

    /// The statements of a policy document, whether it has one or a list.
    static List<Statement> of(JsonNode policyDocument) {
        JsonNode statements = policyDocument.path("Statement");
        if (statements.isObject()) {
            return List.of(new Statement(statements));
        }
        List<Statement> result = new ArrayList<>();
        statements.forEach(each -> result.add(new Statement(each)));
        return List.copyOf(result);
    }

    boolean denies() {
        return json.path("Effect").asText().equals("Deny");
    }

    boolean covers(Permission permission, Map<String, String> request) {
        return coversAction(permission.action())
                && coversResource(permission.resource())
                && Conditions.hold(json.path("Condition"), request, denies());
    }

    /// Whether the `Principal` element names exactly this role or service, or anyone.
    boolean names(Principal principal) {
        JsonNode element = json.path("Principal");
        if (element.isMissingNode()) {
            return json.has("NotPrincipal") && !matches(json.path("NotPrincipal"), principal);
        }
        return matches(element, principal);
    }

    /// Whether the `Principal` element names the account, which leaves the decision to the roles'
    /// own policies.
    boolean namesAccount(String account) {
        JsonNode aws = json.path("Principal").path("AWS");
        return any(
                aws,
                value ->
                        value.equals(account) || value.equals("arn:aws:iam::" + account + ":root"));
    }

    private static boolean matches(JsonNode element, Principal principal) {
        if (element.isTextual()) {
            return element.asText().equals("*");
        }
        if (ServicePrincipal.matches(principal)) {
            return any(element.path("Service"), ServicePrincipal.service(principal)::equals);
        }
        return any(
                element.path("AWS"), value -> value.equals("*") || value.equals(principal.arn()));
    }

    private boolean coversAction(String action) {
        String wanted = action.toLowerCase(Locale.ROOT);
        JsonNode not = json.path("NotAction");
        return not.isMissingNode()
                ? any(
                        json.path("Action"),
                        pattern -> Wildcard.matches(pattern.toLowerCase(Locale.ROOT), wanted))
                : !any(not, pattern -> Wildcard.matches(pattern.toLowerCase(Locale.ROOT), wanted));
    }

    private boolean coversResource(String resource) {
        if (resource.equals(Permission.ANY_RESOURCE)) {
            return !denies();
        }
        JsonNode not = json.path("NotResource");
        if (!not.isMissingNode()) {
            return !any(not, pattern -> Wildcard.matches(pattern, resource));
        }
        // A trust or key policy may leave the resource out: it is the one that the policy hangs on.
        return json.path("Resource").isMissingNode()
                || any(json.path("Resource"), pattern -> Wildcard.matches(pattern, resource));
    }

    private static boolean any(JsonNode textOrList, Predicate<String> test) {
        return textOrList.isArray()
                ? textOrList.valueStream().anyMatch(each -> test.test(each.asText()))
                : textOrList.isTextual() && test.test(textOrList.asText());
    }
}
