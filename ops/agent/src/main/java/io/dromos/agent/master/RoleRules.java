package io.dromos.agent.master;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;

/// What Mesos refuses in a FrameworkInfo, in its words.
final class RoleRules {
    private RoleRules() {}

    /// The first thing wrong, if any.
    static Optional<String> refusal(FrameworkInfo info, List<String> suppressed) {
        return info(info).or(() -> suppressed(info, suppressed));
    }

    /// The first thing wrong with the framework itself.
    static Optional<String> info(FrameworkInfo info) {
        return roles(info).or(() -> failover(info.getFailoverTimeout()));
    }

    @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use `role`
    private static Optional<String> roles(FrameworkInfo info) {
        boolean multi =
                info.getCapabilitiesList().stream()
                        .map(Capability::getType)
                        .anyMatch(Capability.Type.MULTI_ROLE::equals);
        if (multi && info.hasRole()) {
            return Optional.of(
                    "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
        }
        if (!multi && info.getRolesCount() > 0) {
            return Optional.of(
                    "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE"
                            + " capable");
        }
        if (!multi) {
            return role(info.getRole())
                    .map(wrong -> "'FrameworkInfo.role' is not a valid role: " + wrong);
        }
        return duplicates(info.getRolesList())
                .or(() ->
                        info.getRolesList().stream()
                                .flatMap(role -> role(role).stream())
                                .findFirst()
                                .map(wrong ->
                                        "'FrameworkInfo.roles' contains invalid"
                                                + " role: "
                                                + wrong));
    }

    private static Optional<String> duplicates(List<String> roles) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        roles.forEach(role -> {
            if (!seen.add(role)) {
                twice.add(role);
            }
        });
        return twice.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "'FrameworkInfo.roles' contains duplicate items: { "
                                + String.join(", ", twice)
                                + " }");
    }

    private static Optional<String> role(String role) {
        if (role.equals("*")) {
            return Optional.empty();
        }
        if (role.isEmpty()) {
            return Optional.of("Empty role name is invalid");
        }
        if (role.startsWith("/")) {
            return Optional.of("Role '" + role + "' cannot start with a slash");
        }
        if (role.endsWith("/")) {
            return Optional.of("Role '" + role + "' cannot end with a slash");
        }
        for (String component : role.split("/", -1)) {
            Optional<String> wrong = component(role, component);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> component(String role, String component) {
        if (component.isEmpty()) {
            return Optional.of("Role '" + role + "' cannot contain two adjacent slashes");
        }
        if (component.equals(".") || component.equals("..") || component.equals("*")) {
            return Optional.of(
                    "Role '" + role + "' cannot include '" + component + "' as a component");
        }
        if (component.startsWith("-")) {
            return Optional.of(
                    "Role component '" + component + "' is invalid because it starts with a dash");
        }
        if (component.chars().anyMatch(c -> " \t\n\u000b\f\r\b".indexOf(c) >= 0)) {
            return Optional.of(
                    "Role component '"
                            + component
                            + "' is invalid because it contains backspace or whitespace");
        }
        return Optional.empty();
    }

    private static Optional<String> failover(double seconds) {
        return Math.abs(seconds) < Settings.MAX_FAILOVER_SECONDS
                ? Optional.empty()
                : Optional.of("The framework failover_timeout (" + brief(seconds) + ") is invalid");
    }

    /// Roles that are to be suppressed, but are not the framework's.
    static Optional<String> suppressed(FrameworkInfo info, List<String> suppressed) {
        List<String> foreign =
                suppressed.stream().filter(role -> !info.getRolesList().contains(role)).toList();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Suppressed roles { "
                                + String.join(", ", foreign)
                                + " } are not contained in the set of roles");
    }

    /// Six digits and an exponent, as C++ prints a large double.
    private static String brief(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).toPlainString() + "e+" + exponent;
    }
}
