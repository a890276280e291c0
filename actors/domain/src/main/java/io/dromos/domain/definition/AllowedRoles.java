package io.dromos.domain.definition;

import io.dromos.events.AppId;
import java.util.ArrayList;
import java.util.List;

/// The roles an application may have.
///
/// @param byDefault of one that names none
/// @param allowed those it may name; none at all if somebody else judges what it names
public record AllowedRoles(String byDefault, List<String> allowed) {

    /// Whatever it names, somebody else judges it.
    public static final AllowedRoles ANY = new AllowedRoles(Definition.DEFAULT_ROLE, List.of());

    /// Copies what it is given.
    public AllowedRoles {
        allowed = List.copyOf(allowed);
    }

    /// By Marathon's rule: the server's role, or that of the top-level group it lies in; where the
    /// group enforces its role, no other.
    ///
    /// @param enforced whether that group enforces its role
    /// @param role the server's
    public static AllowedRoles of(AppId app, boolean enforced, String role) {
        if (app.group().equals("/")) return new AllowedRoles(role, List.of(role));
        var own = app.segments().getFirst();
        return enforced
                ? new AllowedRoles(own, List.of(own))
                : new AllowedRoles(role, List.of(role, own));
    }

    /// And the role the application has, which it may keep.
    public AllowedRoles and(String held) {
        if (allowed.contains(held)) return this;
        var all = new ArrayList<>(allowed);
        all.add(held);
        return new AllowedRoles(byDefault, all);
    }
}
