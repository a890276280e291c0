package io.dromos.server;

import io.dromos.actors.HealthSetting;
import io.dromos.api.Checks;
import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the server's health and readiness checks have found, for people. It lives in memory: a new
/// process fills it anew.
final class HealthBoard implements HealthSetting.Board, Checks {

    private final Map<AppId, Watch> watches = new ConcurrentHashMap<>();
    private final LongAdder revision = new LongAdder();

    /// What those who ask are given: the prober and this board.
    HealthSetting setting(HealthSetting.Prober prober) {
        return new HealthSetting(prober, this);
    }

    @Override
    public void show(AppId app, Watch watch) {
        boolean anybody = !watch.tasks().isEmpty();
        // A watch that asks, hears and tells shows the same as long as nothing else is found.
        if (of(app).shown() == (anybody ? watch.shown() : 0)) return;
        if (anybody) watches.put(app, watch);
        else watches.remove(app);
        revision.increment();
    }

    @Override
    public Watch of(AppId app) {
        return watches.getOrDefault(app, Watch.NONE);
    }

    @Override
    public long revision() {
        return revision.sum();
    }
}
