package io.dromos.json;

import io.dromos.domain.definition.ApplicationPatch;
import io.dromos.domain.definition.ConstraintRules;
import io.dromos.events.spec.Constraint;
import io.dromos.events.spec.Fetch;
import io.dromos.events.spec.KillSelection;
import io.dromos.events.spec.UnreachableStrategy;
import io.dromos.events.spec.UpgradeStrategy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the fields of an application that end up in its definition.
final class PatchReader {

    private static final int MAX = Integer.MAX_VALUE;
    private static final int TEXT_MAX = Documents.STRING_MAX;
    private static final Pattern EXECUTOR = Pattern.compile("//cmd|/?[^/]+(?:/[^/]+)*|");
    private static final Map<String, KillSelection> SELECTIONS =
            Map.of(
                    "youngest_first",
                    KillSelection.YOUNGEST_FIRST,
                    "oldest_first",
                    KillSelection.OLDEST_FIRST);

    private PatchReader() {}

    /// What the object says of a new application; violations are noted in it.
    static ApplicationPatch creation(Shape app) {
        var ports = OldFormats.ports(app);
        return read(app, ports, ports.areSaid(app));
    }

    /// What the object says of one that may be there; violations are noted in it.
    static ApplicationPatch update(Shape app) {
        return read(app, OldFormats.ports(app), true);
    }

    /// @param indexed whether a health check that names no port gets the first one by its index
    private static ApplicationPatch read(Shape app, OldFormats.Ported ports, boolean indexed) {
        app.object("secrets").ifPresent(PatchReader::secrets);
        return new ApplicationPatch(
                app.text("cmd", 1, TEXT_MAX),
                app.list("args"),
                app.whole("instances", 0, MAX),
                app.number("cpus", 0, Double.MAX_VALUE),
                app.number("mem", 0, Double.MAX_VALUE),
                app.number("disk", 0, Double.MAX_VALUE),
                app.whole("gpus", 0, MAX),
                env(app),
                app.texts("labels"),
                constraints(app),
                ports.container(),
                ports.networks(),
                ports.definitions(),
                app.flag("requirePorts"),
                OldFormats.fetch(app, app.objects("fetch", PatchReader::fetch)),
                app.object("upgradeStrategy").flatMap(PatchReader::upgrade),
                app.whole("backoffSeconds", 0, MAX).map(Duration::ofSeconds),
                app.number("backoffFactor", 1, Double.MAX_VALUE),
                app.whole("maxLaunchDelaySeconds", 0, MAX).map(Duration::ofSeconds),
                app.literal("killSelection", SELECTIONS),
                unreachable(app),
                app.whole("taskKillGracePeriodSeconds", 0, MAX).map(Duration::ofSeconds),
                app.list("dependencies"),
                app.text("user", 0, TEXT_MAX),
                app.text("role", 1, TEXT_MAX),
                app.list("acceptedResourceRoles"),
                app.text("executor", EXECUTOR, TEXT_MAX),
                HealthReader.read(app, indexed));
    }

    private static Optional<Map<String, String>> env(Shape app) {
        if (!app.has("env")) return Optional.empty();
        var env = app.raw("env");
        if (!env.isObject()) return app.refuse("env", "error.expected.jsobject");
        var texts = new LinkedHashMap<String, String>();
        for (var entry : env.properties()) {
            var value = entry.getValue();
            var path = "env/" + entry.getKey();
            if (value.isTextual()) texts.put(entry.getKey(), value.textValue());
            else if (!value.isObject()) app.refuse(path, "error.expected.jsobject");
            else if (!value.path("secret").isTextual())
                app.refuse(path + "/secret", "error.path.missing");
        }
        return Optional.of(texts);
    }

    /// Secrets are refused later, if they are well-formed.
    private static void secrets(Shape secrets) {
        for (var name : secrets.names())
            secrets.object(name).ifPresent(secret -> secret.required("source", 1, TEXT_MAX));
    }

    private static Optional<List<Constraint>> constraints(Shape app) {
        return app.lists("constraints")
                .map(lists ->
                        lists.stream()
                                .filter(words -> ConstraintRules.broken(words).isEmpty())
                                .map(ConstraintRules::constraint)
                                .toList());
    }

    private static Optional<Fetch> fetch(Shape item) {
        var uri = item.required("uri", 1, 1024);
        var extract = item.flag("extract").orElse(true);
        var executable = item.flag("executable").orElse(false);
        var cache = item.flag("cache").orElse(false);
        var path = item.text("destPath", 1, 1024);
        return uri.map(text -> new Fetch(text, extract, executable, cache, path));
    }

    private static Optional<UpgradeStrategy> upgrade(Shape strategy) {
        var healthy = strategy.requiredNumber("minimumHealthCapacity", 0, 1);
        var over = strategy.requiredNumber("maximumOverCapacity", 0, 1);
        if (healthy.isEmpty() || over.isEmpty()) return Optional.empty();
        return Optional.of(new UpgradeStrategy(healthy.get(), over.get()));
    }

    private static Optional<UnreachableStrategy> unreachable(Shape app) {
        var value = app.raw("unreachableStrategy");
        if (value.isTextual()) {
            if (value.textValue().equalsIgnoreCase("disabled"))
                return Optional.of(new UnreachableStrategy.Disabled());
            return app.refuse("unreachableStrategy", "error.unknown.enum.literal");
        }
        return app.object("unreachableStrategy").map(PatchReader::after);
    }

    private static UnreachableStrategy after(Shape strategy) {
        int inactive = strategy.whole("inactiveAfterSeconds", 0, MAX).orElse(0);
        int expunge = strategy.whole("expungeAfterSeconds", 0, MAX).orElse(0);
        return new UnreachableStrategy.After(
                Duration.ofSeconds(inactive), Duration.ofSeconds(expunge));
    }
}
