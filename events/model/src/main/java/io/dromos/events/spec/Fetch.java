package io.dromos.events.spec;

import java.util.Optional;

/// What the agent downloads into the sandbox before the start.
///
/// @param uri where from
/// @param extract whether an archive is unpacked
/// @param executable whether it gets the executable bit
/// @param cache whether the agent may keep it for others
/// @param destPath another name for it in the sandbox
public record Fetch(
        String uri,
        boolean extract,
        boolean executable,
        boolean cache,
        Optional<String> destPath) {}
