package io.dromos.events;

import java.util.Optional;

/// Names one run of an instance: `prod_web.instance-<uuid>._app.<n>`, n counting from 1. Never
/// reused.
///
/// @param value the whole id as Mesos knows it
public record TaskId(String value) implements Comparable<TaskId> {

    private static final String MARK = "._app.";

    /// @throws IllegalArgumentException if the text is no task id of an application
    public TaskId {
        int mark = value.lastIndexOf(MARK);
        if (mark < 1 || !isNumber(value.substring(mark + MARK.length())))
            throw new IllegalArgumentException("Not a task id: '" + value + "'");
        new InstanceId(value.substring(0, mark)).app();
    }

    /// The task of an instance's n-th incarnation, counting from 1.
    public static TaskId of(InstanceId instance, int incarnation) {
        return new TaskId(instance.value() + MARK + incarnation);
    }

    /// The id behind a text from outside, if it is one of ours in form.
    public static Optional<TaskId> parse(String text) {
        try {
            return Optional.of(new TaskId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The instance whose run this is.
    public InstanceId instance() {
        return new InstanceId(value.substring(0, value.lastIndexOf(MARK)));
    }

    /// Which run of the instance, counting from 1.
    public int incarnation() {
        return Integer.parseInt(value.substring(value.lastIndexOf(MARK) + MARK.length()));
    }

    /// The application it belongs to.
    public AppId app() {
        return instance().app();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Character::isDigit);
    }

    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
