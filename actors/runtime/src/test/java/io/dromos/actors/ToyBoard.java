package io.dromos.actors;

import io.dromos.domain.mesos.TaskStatus;
import io.dromos.domain.scheduling.Refusal;
import io.dromos.events.AppId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A board that keeps what is said of the link, as `true SENTENCE` while it is open.
final class ToyBoard implements SchedulerSetting.Board {

    final List<String> links = new CopyOnWriteArrayList<>();

    @Override
    public void refusals(AppId app, List<Refusal> refusals) {}

    @Override
    public void stray(TaskStatus status) {}

    @Override
    public void link(boolean subscribed, String sentence) {
        links.add(subscribed + " " + sentence);
    }
}
