package io.dromos.server.crash;

import io.dromos.actors.SchedulerSetting.Links;
import io.dromos.domain.mesos.SchedulerCall;
import io.dromos.domain.mesos.SchedulerEvent;
import io.dromos.domain.mesos.SchedulerLink;
import io.dromos.events.FrameworkId;
import io.dromos.server.crash.CrashPoint.Effect;
import io.dromos.server.crash.CrashPoint.Moment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Links with a seam before a call is given to the wire, and after Mesos took it and before the
/// scheduler hears so.
record CrashingLinks(Links links, Crash crash) implements Links {

    @Override
    public SchedulerLink connect(Consumer<SchedulerEvent> listener) {
        var underWay = new ConcurrentHashMap<Long, Effect>();
        return new Crashing(
                links.connect(event -> {
                    after(event, underWay);
                    listener.accept(event);
                }),
                underWay,
                crash);
    }

    private void after(SchedulerEvent event, Map<Long, Effect> underWay) {
        switch (event) {
            case SchedulerEvent.Answered answered -> {
                var effect = underWay.remove(answered.call());
                if (effect != null) crash.at(effect, Moment.AFTER);
            }
            case SchedulerEvent.Unanswered unanswered -> underWay.remove(unanswered.call());
            case SchedulerEvent.Subscribed _,
                    SchedulerEvent.Offered _,
                    SchedulerEvent.Rescinded _,
                    SchedulerEvent.Updated _,
                    SchedulerEvent.Failed _,
                    SchedulerEvent.Errored _,
                    SchedulerEvent.Heartbeat _,
                    SchedulerEvent.Disconnected _ -> {}
        }
    }

    private static Optional<Effect> effect(SchedulerCall call) {
        return switch (call) {
            case SchedulerCall.Accept _ -> Optional.of(Effect.ACCEPT);
            case SchedulerCall.Decline _ -> Optional.of(Effect.DECLINE);
            case SchedulerCall.Kill _ -> Optional.of(Effect.KILL);
            case SchedulerCall.Acknowledge _ -> Optional.of(Effect.ACKNOWLEDGE);
            case SchedulerCall.Revive _,
                    SchedulerCall.Suppress _,
                    SchedulerCall.UpdateRoles _,
                    SchedulerCall.Reconcile _,
                    SchedulerCall.Teardown _ ->
                    Optional.empty();
        };
    }

    private record Crashing(SchedulerLink link, Map<Long, Effect> underWay, Crash crash)
            implements SchedulerLink {

        @Override
        public void start(Optional<FrameworkId> framework) {
            link.start(framework);
        }

        @Override
        public void resubscribe() {
            link.resubscribe();
        }

        @Override
        public void stop() {
            link.stop();
        }

        @Override
        public void call(long number, SchedulerCall call) {
            effect(call)
                    .ifPresent(effect -> {
                        crash.at(effect, Moment.BEFORE);
                        underWay.put(number, effect);
                    });
            link.call(number, call);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
