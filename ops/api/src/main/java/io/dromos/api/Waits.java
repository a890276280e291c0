package io.dromos.api;

import io.dromos.events.AppId;
import io.dromos.json.QueueWriter;
import java.util.List;
import java.util.Optional;

/// Why instances wait, as the scheduler last saw it. It lives in memory only and may be missing.
@FunctionalInterface
public interface Waits {

    /// Nothing is known.
    Waits UNKNOWN = _ -> Optional.empty();

    /// Why instances of this application wait, if the scheduler looked at offers for them.
    Optional<Why> why(AppId app);

    /// Why instances wait.
    ///
    /// @param sentence for people, with numbers
    /// @param funnel how offers fared, by Marathon's reasons
    record Why(String sentence, List<QueueWriter.Step> funnel) {
        /// Copies what it is given.
        public Why {
            funnel = List.copyOf(funnel);
        }
    }
}
