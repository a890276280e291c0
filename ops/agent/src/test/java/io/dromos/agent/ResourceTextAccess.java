package io.dromos.agent;

import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/// Lets tests of other packages read resources as the command line does.
public final class ResourceTextAccess {
    private ResourceTextAccess() {}

    /// See [ResourceText#resources(String)].
    public static List<Resource> resources(String text) throws Exception {
        return ResourceText.resources(text);
    }

    /// See [ResourceText#attributes(String)].
    public static List<Attribute> attributes(String text) throws Exception {
        return ResourceText.attributes(text);
    }
}
