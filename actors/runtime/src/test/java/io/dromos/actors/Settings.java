package io.dromos.actors;

import io.dromos.domain.Context;
import io.dromos.domain.Decider.Measure;
import io.dromos.domain.Limits;
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
        return of(bounds, shared, HealthSetting.NONE);
    }

    static Setting of(HealthSetting health) {
        return of(Setting.Bounds.DEFAULT, Optional.empty(), health);
    }

    private static Setting of(
            Setting.Bounds bounds, Optional<Setting.Newest> shared, HealthSetting health) {
        return new Setting(
                () ->
                        new Context(
                                Instant.now(), () -> UUID.randomUUID().toString(), Limits.DEFAULT),
                recorded -> new Measure.Bytes(300),
                bounds,
                shared,
                health,
                _ -> Optional.empty());
    }

    static final Setting DEFAULT = of(Setting.Bounds.DEFAULT);
}
