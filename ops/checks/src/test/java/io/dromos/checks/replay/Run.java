package io.dromos.checks.replay;

import java.time.Duration;

/// One run: users, one process after another, and the toy Mesos.
final class Run {

    private final Course course;
    private final Journal journal = new Journal();
    private final Master master;
    private final Node node;
    private final Users users;
    private Scheduling scheduling;
    private Saga saga;

    Run(long seed) {
        course = new Course(seed);
        master = new Master(course);
        node = new Node(course, journal);
        users = new Users(course, journal, node);
        scheduling = new Scheduling(course, journal, node, master);
        saga = new Saga(course, journal, node, scheduling.apps());
        course.every(250, () -> scheduling.tick());
        course.every(
                1_000,
                () -> {
                    saga.pursue();
                    scheduling.apps().remind();
                });
    }

    /// For so long people ask, tasks end, messages get lost and processes die.
    void rough(Duration time) {
        var end = course.time().plus(time);
        course.every(
                3_000,
                () -> {
                    if (course.time().compareTo(end) < 0) trouble();
                });
        course.run(time);
        course.calm();
    }

    /// Then nothing happens but what is wanted.
    void calm(Duration time) {
        course.run(time);
    }

    private void trouble() {
        users.ask();
        if (course.mishap(0.2)) master.endOne();
        if (course.mishap(0.1)) master.rescindOne();
        if (course.mishap(0.03)) scheduling.link().lose();
        if (course.mishap(0.02)) crash();
    }

    /// All that is not in the log is lost.
    private void crash() {
        scheduling.die();
        journal.recover();
        scheduling = new Scheduling(course, journal, node, master);
        saga = new Saga(course, journal, node, scheduling.apps());
    }

    Journal journal() {
        return journal;
    }

    Master master() {
        return master;
    }

    Node node() {
        return node;
    }

    Users users() {
        return users;
    }
}
