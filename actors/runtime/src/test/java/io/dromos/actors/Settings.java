package io.dromos.actors;

import io.dromos.domain.Context;
import io.dromos.domain.Decider.Measure;
import io.dromos.domain.Limits;
import io.dromos.events.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Settings for tests: real time, random ids, small bounds.
final class Settings {

    private Settings() {}

    static Setting of(Setting.Bounds bounds) {
        return of(bounds, Optional.empty());
    }

    static Setting of(Setting.Bounds bounds, Optional<Setting.Newest> shared) {
        return of(bounds, shared, HealthSetting.NONE, _ -> new Measure.Bytes(300));
    }

    static Setting of(HealthSetting health) {
        return of(Setting.Bounds.DEFAULT, Optional.empty(), health, _ -> new Measure.Bytes(300));
    }

    static Setting of(Measure<Recorded> measure) {
        return of(Setting.Bounds.DEFAULT, Optional.empty(), HealthSetting.NONE, measure);
    }

    private static Setting of(
            Setting.Bounds bounds,
            Optional<Setting.Newest> shared,
            HealthSetting health,
            Measure<Recorded> measure) {
        return new Setting(
                () ->
                        new Context(
                                Instant.now(), () -> UUID.randomUUID().toString(), Limits.DEFAULT),
                measure,
                bounds,
                shared,
                health,
                _ -> Optional.empty());
    }

    static final Setting DEFAULT = of(Setting.Bounds.DEFAULT);
}
