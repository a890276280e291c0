package io.dromos.checks.architecture;

import com.tngtech.archunit.lang.ArchRule;

/// A rule about dependencies, with a class that breaks it.
///
/// @param sentence the rule in words
/// @param check the rule as it is checked
/// @param inPackage where the breaking class stands
/// @param body what stands in the breaking class
record Rule(String sentence, ArchRule check, String inPackage, String body) {

    static Rule of(String sentence, ArchRule check, Part part, String body) {
        return new Rule(sentence, check, part.root(), body);
    }

    /// The source of the class that breaks the rule.
    String snippet(String name) {
        return "package %s; class %s { %s }".formatted(inPackage, name, body);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
