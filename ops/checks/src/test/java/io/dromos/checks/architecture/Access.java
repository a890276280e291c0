package io.dromos.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.function.Predicate;

/// Calls of a method, and references to it.
final class Access {

    private Access() {}

    static DescribedPredicate<JavaAccess<?>> to(String type, String method) {
        return to(type::equals, method, type + "." + method);
    }

    static DescribedPredicate<JavaAccess<?>> to(
            Predicate<String> types, String method, String description) {
        return describe(
                description,
                access ->
                        types.test(access.getTargetOwner().getName())
                                && access.getTarget().getName().equals(method));
    }
}
