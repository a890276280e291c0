package io.dromos.events.state;

import java.util.List;

/// What is said of a group beside what lies in it.
///
/// @param dependencies paths of applications and groups that everything in it waits for
/// @param enforceRole whether what is in it runs with the group's role; top-level groups only
public record Group(List<String> dependencies, boolean enforceRole) {

    /// A group of which nothing is said.
    public static final Group PLAIN = new Group(List.of(), false);

    /// Copies what it is given.
    public Group {
        dependencies = List.copyOf(dependencies);
    }
}
