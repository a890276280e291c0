package io.dromos.events;

/// Names one instance of an application through all its tasks: `prod_web.instance-<uuid>`.
///
/// @param value the whole id
public record InstanceId(String value) implements Comparable<InstanceId> {

    private static final String MARK = ".instance-";

    /// @throws IllegalArgumentException if the text is no instance id
    public InstanceId {
        if (value.lastIndexOf(MARK) < 1)
            throw new IllegalArgumentException("Not an instance id: '" + value + "'");
    }

    /// The id of an instance of this application with this unique part.
    public static InstanceId of(AppId app, String uuid) {
        return new InstanceId(app.underscored() + MARK + uuid);
    }

    /// The application it belongs to.
    public AppId app() {
        return AppId.fromUnderscored(value.substring(0, value.lastIndexOf(MARK)));
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
