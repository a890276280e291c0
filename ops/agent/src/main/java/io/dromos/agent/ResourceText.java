package io.dromos.agent;

import io.dromos.agent.Arguments.Wrong;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/// The text form of resources and attributes, as on Mesos' command line:
/// `cpus:2;ports:[1-5,8-9];licences:{a,b}` and `rack:r1;weight:1.5`.
final class ResourceText {
    private static final String NUMBER = "[0-9]{1,9}([.][0-9]{1,9})?";

    private ResourceText() {}

    static List<Resource> resources(String text) throws Wrong {
        List<Resource> resources = new ArrayList<>();
        for (String item : items(text)) {
            String name = name(item);
            String value = item.substring(name.length() + 1).strip();
            Resource.Builder resource = Resource.newBuilder().setName(name);
            if (value.matches(NUMBER)) {
                resource.setType(Value.Type.SCALAR).getScalarBuilder().setValue(number(value));
            } else if (value.startsWith("[")) {
                resource.setType(Value.Type.RANGES).setRanges(ranges(item, value));
            } else if (value.startsWith("{")) {
                resource.setType(Value.Type.SET).setSet(set(value));
            } else {
                throw new Wrong("Resource '" + item + "' is no number, [ranges] or {set}");
            }
            resources.add(resource.build());
        }
        return resources;
    }

    static List<Attribute> attributes(String text) throws Wrong {
        List<Attribute> attributes = new ArrayList<>();
        for (String item : items(text)) {
            String name = name(item);
            String value = item.substring(name.length() + 1).strip();
            Attribute.Builder attribute = Attribute.newBuilder().setName(name);
            if (value.matches(NUMBER)) {
                attribute.setType(Value.Type.SCALAR).getScalarBuilder().setValue(number(value));
            } else if (value.startsWith("[")) {
                attribute.setType(Value.Type.RANGES).setRanges(ranges(item, value));
            } else {
                attribute.setType(Value.Type.TEXT).getTextBuilder().setValue(value);
            }
            attributes.add(attribute.build());
        }
        return attributes;
    }

    private static List<String> items(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.split(";", -1)).stream().map(String::strip).toList();
    }

    private static String name(String item) throws Wrong {
        int colon = item.indexOf(':');
        if (colon <= 0) {
            throw new Wrong("'" + item + "' is not name:value");
        }
        return item.substring(0, colon);
    }

    private static double number(String value) {
        return Double.parseDouble(value);
    }

    private static Value.Ranges ranges(String item, String value) throws Wrong {
        Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
        for (String range : value.substring(1, value.length() - 1).split(",", -1)) {
            if (!value.endsWith("]") || !range.strip().matches("[0-9]{1,9}-[0-9]{1,9}")) {
                throw new Wrong("'" + item + "' is not name:[from-to,from-to]");
            }
            String[] ends = range.strip().split("-", -1);
            long begin = Long.parseLong(ends[0]);
            long end = Long.parseLong(ends[1]);
            if (begin > end) {
                throw new Wrong("In '" + item + "' a range ends before it begins");
            }
            ranges.addRangeBuilder().setBegin(begin).setEnd(end);
        }
        return ranges.build();
    }

    private static Value.Set set(String value) {
        Value.Set.Builder set = Value.Set.newBuilder();
        for (String item : value.replace("{", "").replace("}", "").split(",", -1)) {
            set.addItem(item.strip());
        }
        return set.build();
    }
}
