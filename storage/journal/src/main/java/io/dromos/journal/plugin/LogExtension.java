package io.dromos.journal.plugin;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.dromos.journal.Log;
import io.dromos.journal.PayloadCodec;
import io.dromos.journal.Snapshots;
import org.jspecify.annotations.Nullable;

/// Gives an actor system its log. Whoever starts the system calls [#use] once, before the first
/// persistent actor starts; the plug-ins, which Akka constructs by name, find it here.
public final class LogExtension implements Extension {
    private static final Id ID = new Id();

    private final Config config;
    private volatile @Nullable Parts parts;

    private record Parts(Log log, PayloadCodec codec, Snapshots snapshots) {}

    private LogExtension(Config config) {
        this.config = config;
    }

    /// The extension of `system`, typed or classic.
    public static LogExtension of(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /// What must stand before Akka's defaults in the configuration of a system that uses the log.
    public static Config settings() {
        return ConfigFactory.parseResourcesAnySyntax(
                LogExtension.class.getClassLoader(), "akka-persistence");
    }

    /// Lets the actors of this system persist to `log`.
    ///
    /// @throws IllegalStateException if it was called before, or if Akka is set so that it would
    ///   break a promise
    public synchronized void use(Log log, PayloadCodec codec, Snapshots snapshots) {
        if (parts != null) {
            throw new IllegalStateException("this actor system already has a log");
        }
        checkSettings();
        parts = new Parts(log, codec, snapshots);
    }

    private void checkSettings() {
        for (var setting : settings().entrySet()) {
            var path = setting.getKey();
            if (!config.hasPath(path) || !keeps(setting.getValue().unwrapped(), path)) {
                throw new IllegalStateException(
                        "%s must be %s: put LogExtension.settings() before the defaults"
                                .formatted(path, setting.getValue().render()));
            }
        }
    }

    /// A number may be larger, everything else must be the same.
    private boolean keeps(Object wanted, String path) {
        return wanted instanceof Number least
                ? config.getLong(path) >= least.longValue()
                : config.getValue(path).unwrapped().equals(wanted);
    }

    Log log() {
        return parts().log();
    }

    PayloadCodec codec() {
        return parts().codec();
    }

    Snapshots snapshots() {
        return parts().snapshots();
    }

    private Parts parts() {
        var known = parts;
        if (known == null) {
            throw new IllegalStateException(
                    "this actor system has no log: call LogExtension.use before starting actors");
        }
        return known;
    }

    private static final class Id extends AbstractExtensionId<LogExtension> {
        @Override
        public LogExtension createExtension(ExtendedActorSystem system) {
            return new LogExtension(system.settings().config());
        }
    }
}
