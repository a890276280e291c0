package io.dromos.api;

import io.dromos.domain.health.Watch;
import io.dromos.events.AppId;

/// What the server's health and readiness checks have found. It lives in memory only and may be
/// missing.
public interface Checks {

    /// Nothing was found.
    Checks NONE =
            new Checks() {
                @Override
                public Watch of(AppId app) {
                    return Watch.NONE;
                }

                @Override
                public long revision() {
                    return 0;
                }
            };

    /// What was found of an application's tasks; the same object as long as it is the same.
    Watch of(AppId app);

    /// Another number whenever something else is found of any application.
    long revision();
}
