package io.dromos.simulation;

import java.util.Optional;

/// How many seeds it takes to find something that is broken on purpose.
///
/// @param tried how many seeds were run, the one that found it included
/// @param seen what the last one saw, if it found it
record Search(Fault fault, int tried, Optional<String> seen) {

    private static final int SHOWN = 90;

    /// Tries seed after seed.
    static Search of(Fault fault, long from, int seedsMax) {
        for (int tried = 1; tried <= seedsMax; tried++) {
            var broken = Run.of(from + tried - 1, fault).broken();
            if (broken.isPresent()) return new Search(fault, tried, broken);
        }
        return new Search(fault, seedsMax, Optional.empty());
    }

    /// For a table.
    String row() {
        return "| %s | %s | %s | %s |"
                .formatted(
                        fault,
                        fault.sentence(),
                        seen.isPresent() ? tried : "not in " + tried,
                        seen.map(Search::brief).orElse(""));
    }

    private static String brief(String text) {
        var plain = text.replaceAll("[0-9a-f]{8}-0000-[0-9a-f-]*", "…").replace('|', '/');
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
