package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One statement of a role: what it may do, and on what. Actions are named one by one, never with a
/// wildcard.
sealed interface Permission {

    /// IAM actions such as `s3:GetObject`.
    List<String> actions();

    /// ARNs, or patterns of ARNs for [Wide].
    List<String> resources();

    /// What must hold besides.
    default Map<String, Object> conditions() {
        return Map.of();
    }

    /// On resources named in full.
    record Exact(List<String> actions, List<String> resources) implements Permission {
        public Exact {
            actions = named(actions);
            resources = List.copyOf(resources);
        }
    }

    /// On resources that only a pattern can name, with the reason why nothing finer will do.
    ///
    /// @param resource a pattern of ARNs, or `*`
    /// @param ending the literal end of `resource`, such as `/raw/*`; by it cdk-nag's finding is
    ///   recognised
    /// @param reason why AWS or the design has no finer grain; a full sentence
    record Wide(List<String> actions, String resource, String ending, String reason)
            implements Permission {
        public Wide {
            actions = named(actions);
            if (!resource.endsWith(ending) || !ending.endsWith("*")) {
                throw new IllegalArgumentException(
                        "The pattern %s of %s must end with %s, and that with *"
                                .formatted(resource, actions, ending));
            }
            if (reason.length() < 20) {
                throw new IllegalArgumentException(
                        "A pattern needs a reason in a sentence; %s on %s has \"%s\""
                                .formatted(actions, resource, reason));
            }
        }

        @Override
        public List<String> resources() {
            return List.of(resource);
        }
    }

    /// To lend a role to a service, and to no other.
    ///
    /// @param role its ARN
    /// @param service principal such as `sagemaker.amazonaws.com`
    record Passed(String role, String service) implements Permission {
        @Override
        public List<String> actions() {
            return List.of("iam:PassRole");
        }

        @Override
        public List<String> resources() {
            return List.of(role);
        }

        @Override
        public Map<String, Object> conditions() {
            return Map.of("StringEquals", Map.of("iam:PassedToService", service));
        }
    }

    static Permission on(String resource, String... actions) {
        return new Exact(List.of(actions), List.of(resource));
    }

    static Permission on(List<String> resources, String... actions) {
        return new Exact(List.of(actions), resources);
    }

    /// On the objects of a bucket whose keys start with `prefix`, which ends with `/`.
    static Permission onObjects(String bucketArn, String prefix, String reason, String... actions) {
        String ending = "/" + prefix + "*";
        return new Wide(List.of(actions), bucketArn + ending, ending, reason);
    }

    /// On everything, for actions that AWS cannot restrict to a resource.
    static Permission onAnything(String reason, String... actions) {
        return new Wide(List.of(actions), "*", "*", reason);
    }

    /// All of these lists, each permission once.
    @SafeVarargs
    static List<Permission> all(List<Permission>... lists) {
        return Stream.of(lists).flatMap(List::stream).distinct().toList();
    }

    private static List<String> named(List<String> actions) {
        for (String action : actions) {
            if (!action.matches("[a-z0-9-]+:[A-Za-z0-9]+")) {
                throw new IllegalArgumentException(
                        "An action is spelt service:Name, without a wildcard; found \"%s\""
                                .formatted(action));
            }
        }
        return List.copyOf(actions);
    }
}
