package io.dromos.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which of the types a server has a client takes, by its `Accept` header.
final class Accepts {

    private Accepts() {}

    /// Whether the client takes this type.
    static boolean takes(Call call, String type) {
        return best(call, List.of(type)).isPresent();
    }

    /// The type that the client likes best; of equals the first.
    static Optional<String> best(Call call, List<String> types) {
        var header = String.join(",", call.headers("accept"));
        if (header.isBlank()) return Optional.of(types.getFirst());
        return types.stream()
                .filter(type -> weight(header, type) > 0)
                .max(Comparator.comparingDouble(type -> weight(header, type)));
    }

    private static double weight(String header, String type) {
        double best = 0;
        int specific = -1;
        for (var range : header.split(",")) {
            var parts = range.split(";");
            var name = parts[0].strip().toLowerCase(Locale.ROOT);
            int rank = rank(name, type);
            if (rank <= specific) continue;
            specific = rank;
            best = quality(parts);
        }
        return best;
    }

    /// How closely a range names the type: exactly, its main type, or any; -1 if it does not.
    private static int rank(String range, String type) {
        if (range.equals(type)) return 2;
        if (range.equals("*/*") || range.equals("*")) return 0;
        return range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))
                ? 1
                : -1;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (!parameter.startsWith("q=")) continue;
            try {
                return Double.parseDouble(parameter.substring(2));
            } catch (NumberFormatException _) {
                return 0;
            }
        }
        return 1;
    }
}
