package dev.roadloop.embedded.iam;

import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The identities of an account and what they may do.
///
/// The owner, who uses any key that was not issued here, may do everything. A role may do what its
/// policies in the template and the resource's own policy allow and none denies. Not a security
/// boundary: whoever reaches the port can be the owner. It is here so that a permission that lacks
/// on AWS lacks here too.
///
/// Source: IAM user guide, "Policy evaluation logic", for requests within one account without
/// boundaries or SCPs.
public final class IdentityAccess {

    private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

    private final String account;
    private final String region;
    private final Set<String> roles;
    private final PolicyBook policies;
    private final RoleCredentials credentials;
    private final Clock clock;

    private IdentityAccess(CloudAssembly assembly, Path stateDirectory, Clock clock) {
        this.account = assembly.settings().account();
        this.region = assembly.settings().region();
        this.roles =
                assembly.resources("AWS::IAM::Role").stream()
                        .map(CloudResource::arn)
                        .collect(Collectors.toSet());
        this.policies = new PolicyBook(assembly);
        this.credentials = new RoleCredentials(stateDirectory.resolve("iam").resolve("secret"));
        this.clock = clock;
    }

    /// @param stateDirectory where the secret that authenticates role credentials is kept, under
    ///   `iam/`
    public static IdentityAccess of(CloudAssembly assembly, Path stateDirectory, Clock clock) {
        return new IdentityAccess(assembly, stateDirectory, clock);
    }

    /// The person at the keyboard.
    public Principal owner() {
        return new Principal("arn:aws:iam::" + account + ":root");
    }

    /// The principal of a role.
    ///
    /// @throws ApiException `NoSuchEntity` if the template has no such role
    public Principal role(String roleArn) {
        if (!roles.contains(roleArn)) {
            throw new ApiException(
                    "NoSuchEntity", 404, "The role " + roleArn + " is not in the template.");
        }
        return new Principal(roleArn);
    }

    /// Credentials of a role for functions and jobs, good for ever and the same after a restart.
    public Credentials credentialsOf(String roleArn) {
        return credentials.issue(role(roleArn).arn(), "roadloop", NEVER);
    }

    /// Credentials of a role for a limited time.
    public Credentials assume(String roleArn, String session, Duration lifetime) {
        return credentials.issue(role(roleArn).arn(), session, clock.instant().plus(lifetime));
    }

    /// Who sends a request with this session token, empty where it sends none.
    ///
    /// @throws ApiException if the token was issued here and is forged or expired
    public Principal authenticate(String sessionToken) {
        return session(sessionToken)
                .map(session -> new Principal(session.roleArn()))
                .orElseGet(this::owner);
    }

    /// The secret that signs requests with this session token; empty for the owner, whose key is
    /// not known here.
    public Optional<Credentials> issued(String sessionToken) {
        return session(sessionToken)
                .map(session -> credentials.credentials(sessionToken, session.expiration()));
    }

    private Optional<RoleCredentials.Session> session(String sessionToken) {
        if (!RoleCredentials.isOurs(sessionToken)) {
            return Optional.empty();
        }
        RoleCredentials.Session session =
                credentials
                        .session(sessionToken)
                        .orElseThrow(() ->
                                new ApiException(
                                        "InvalidClientTokenId",
                                        403,
                                        "The security token included in the request is invalid."));
        if (session.expiration().isBefore(clock.instant())) {
            throw new ApiException(
                    "ExpiredToken",
                    403,
                    "The provided token has expired at " + session.expiration());
        }
        role(session.roleArn());
        return Optional.of(session);
    }

    /// AWS managed policies attached to roles whose content is not known here; their actions are
    /// refused.
    public Set<String> unknownManagedPolicies() {
        return Set.copyOf(policies.unknownManagedPolicies());
    }

    /// Whether every one of `needed` is allowed.
    ///
    /// @throws ApiException `AccessDeniedException` naming action, resource and role of the first
    ///   that is not
    public void check(Principal caller, List<Permission> needed) {
        for (Permission permission : needed) {
            refusal(caller, permission)
                    .ifPresent(reason -> {
                        String resource =
                                permission.resource().isEmpty() ? "*" : permission.resource();
                        throw new ApiException(
                                "AccessDeniedException",
                                403,
                                "User: "
                                        + caller.arn()
                                        + " is not authorized to perform: "
                                        + permission.action()
                                        + " on resource: "
                                        + resource
                                        + " because "
                                        + reason);
                    });
        }
    }

    private Optional<String> refusal(Principal caller, Permission permission) {
        if (caller.isOwner()) {
            return Optional.empty();
        }
        Map<String, String> request = request(caller, permission);
        String action = permission.action();
        List<Statement> own = policies.ofRole(caller.arn());
        List<Statement> resource = policies.ofResource(permission.resource());
        List<Statement> hanging =
                resource.stream()
                        .filter(statement -> statement.covers(permission, request))
                        .toList();
        if (own.stream()
                .anyMatch(
                        statement -> statement.denies() && statement.covers(permission, request))) {
            return Optional.of("of an explicit deny in an identity-based policy for " + action);
        }
        if (hanging.stream().anyMatch(statement -> statement.denies() && statement.names(caller))) {
            return Optional.of("of an explicit deny in a resource-based policy for " + action);
        }
        if (hanging.stream()
                .anyMatch(statement -> !statement.denies() && statement.names(caller))) {
            return Optional.empty();
        }
        boolean allowed =
                own.stream()
                        .anyMatch(statement ->
                                !statement.denies() && statement.covers(permission, request));
        if (!allowed) {
            return Optional.of(
                    ServicePrincipal.matches(caller)
                            ? "no resource-based policy allows the " + action + " action"
                            : "no identity-based policy allows the " + action + " action");
        }
        boolean owned =
                hanging.stream()
                        .anyMatch(statement ->
                                !statement.denies() && statement.namesAccount(account));
        if (permission.service().equals("kms") && !resource.isEmpty() && !owned) {
            return Optional.of("the key policy does not allow the " + action + " action");
        }
        return action.equals("sts:AssumeRole") && !owned
                ? Optional.of("the role's trust policy does not allow the " + action + " action")
                : Optional.empty();
    }

    /// Checks that `service` may work as a role, as AWS does when a function, a machine, a job or a
    /// rule gets it.
    ///
    /// @param user what is to work with the role, for the message
    /// @throws IllegalStateException if the role's trust policy does not name the service
    public void requireTrust(String roleArn, String service, String user) {
        Principal principal = ServicePrincipal.of(service, "");
        List<Statement> trust = policies.ofResource(roleArn);
        // Conditions are about what the service does at the time, which is not known here.
        boolean trusted =
                trust.stream()
                        .anyMatch(statement -> !statement.denies() && statement.names(principal));
        if (!trust.isEmpty() && !trusted) {
            throw new IllegalStateException(
                    user
                            + ": the role "
                            + roleArn
                            + " cannot be assumed by "
                            + service
                            + "; expected its AssumeRolePolicyDocument to name that service");
        }
    }

    private Map<String, String> request(Principal caller, Permission permission) {
        Map<String, String> request = new HashMap<>();
        // The port is on the loopback device, which no one else can read: as good as TLS.
        request.put("aws:securetransport", "true");
        request.put("aws:principalaccount", account);
        request.put("aws:resourceaccount", account);
        request.put("aws:sourceaccount", account);
        request.put("aws:requestedregion", region);
        request.put("s3:resourceaccount", account);
        request.put("kms:calleraccount", account);
        if (ServicePrincipal.matches(caller)) {
            request.put("aws:sourcearn", ServicePrincipal.sourceArn(caller));
            request.put("aws:principalisawsservice", "true");
        } else {
            request.put("aws:principalarn", caller.arn());
            request.put("aws:principalisawsservice", "false");
            request.put("aws:principaltype", "AssumedRole");
        }
        permission
                .context()
                .forEach((key, value) -> request.put(key.toLowerCase(Locale.ROOT), value));
        return request;
    }
}
