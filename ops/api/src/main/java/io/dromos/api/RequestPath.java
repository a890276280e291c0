package io.dromos.api;

import io.dromos.domain.definition.PathIds;
import io.dromos.events.AppId;
import java.util.Optional;

/// What the path of a request names.
final class RequestPath {

    private static final String APPS = "/v2/apps/";

    private RequestPath() {}

    /// The application, if it names one; a change of nothing has no other trace.
    static Optional<AppId> application(String path) {
        var id = path.startsWith(APPS) ? path.substring(APPS.length()) : "";
        return PathIds.isValid(id) && !PathIds.absolute(id, "/").equals("/")
                ? Optional.of(new AppId(PathIds.absolute(id, "/")))
                : Optional.empty();
    }
}
