package io.dromos.agent.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.master.Amount.Items;
import io.dromos.agent.master.Amount.Ranges;
import io.dromos.agent.master.Amount.Scalar;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/// The master's old JSON endpoints, in the shapes of a real one; only for the thread that owns the
/// books.
final class StateJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    static final List<String> AGENT_CAPABILITIES = List.of("MULTI_ROLE", "HIERARCHICAL_ROLE");
    private static final String BUILT = "1970-01-01 00:00:00 UTC";

    private final Ledger ledger;

    StateJson(Ledger ledger) {
        this.ledger = ledger;
    }

    /// `/version`
    static ObjectNode version() {
        return NODES.objectNode()
                .put("build_date", BUILT)
                .put("build_time", 0.0)
                .put("build_user", "")
                .put("version", Settings.VERSION);
    }

    /// `/state`
    ObjectNode state() {
        Settings settings = ledger.settings;
        ObjectNode state = NODES.objectNode();
        BigDecimal started = MesosJson.number(Events.seconds(settings.started()));
        state.put("version", Settings.VERSION)
                .put("build_date", BUILT)
                .put("build_time", 0.0)
                .put("build_user", "")
                .put("start_time", started)
                .put("elected_time", started)
                .put("id", settings.masterId())
                .put("pid", Events.pid(settings))
                .put("hostname", settings.hostName());
        state.putArray("capabilities").add("AGENT_UPDATE");
        long active = ledger.agents.values().stream().filter(a -> a.link().isPresent()).count();
        state.put("activated_slaves", (double) active)
                .put("deactivated_slaves", (double) (ledger.agents.size() - active))
                .put("unreachable_slaves", (double) ledger.unreachable.size())
                .put("leader", Events.pid(settings));
        state.putObject("leader_info")
                .put("id", settings.masterId())
                .put("pid", Events.pid(settings))
                .put("port", settings.port())
                .put("hostname", settings.hostName());
        state.set("flags", flags());
        state.set("slaves", agents(false));
        state.putArray("recovered_slaves");
        FrameworkJson frameworks = new FrameworkJson();
        ArrayNode known = state.putArray("frameworks");
        ledger.frameworks.values().forEach(each -> known.add(frameworks.framework(each, ledger)));
        ArrayNode completed = state.putArray("completed_frameworks");
        ledger.completed
                .values()
                .forEach(each -> completed.add(frameworks.framework(each, ledger)));
        state.putArray("orphan_tasks");
        state.putArray("unregistered_frameworks");
        return state;
    }

    /// `/slaves`
    ObjectNode slaves() {
        ObjectNode slaves = NODES.objectNode();
        slaves.set("slaves", agents(true));
        slaves.putArray("recovered_slaves");
        return slaves;
    }

    private ObjectNode flags() {
        Settings settings = ledger.settings;
        return NODES.objectNode()
                .put("agent_ping_timeout", settings.agentPing().toSeconds() + "secs")
                .put("max_agent_ping_timeouts", Integer.toString(settings.maxAgentPings()))
                .put("allocation_interval", Settings.ALLOCATION.toSeconds() + "secs")
                .put("authenticate_agents", "false")
                .put("authenticate_frameworks", "false")
                .put("hostname", settings.hostName())
                .put("ip", settings.ip())
                .put("port", Integer.toString(settings.port()))
                .put("registry", "in_memory");
    }

    private ArrayNode agents(boolean full) {
        ArrayNode array = NODES.arrayNode();
        ledger.agents.values().forEach(agent -> array.add(agent(agent, full)));
        return array;
    }

    private static ObjectNode agent(Agent agent, boolean full) {
        ObjectNode json = NODES.objectNode();
        json.put("id", agent.id)
                .put("hostname", agent.info().getHostname())
                .put("port", agent.info().getPort());
        json.set("attributes", attributes(agent.info().getAttributesList()));
        json.put("pid", agent.pid())
                .put("registered_time", MesosJson.number(Events.seconds(agent.registered)));
        agent.reregistered()
                .ifPresent(
                        at -> json.put("reregistered_time", MesosJson.number(Events.seconds(at))));
        Amounts used = used(agent.tasks.values());
        Amounts offered = offered(agent.offers.values());
        json.set("resources", amounts(agent.total()));
        json.set("used_resources", amounts(used));
        json.set("offered_resources", amounts(offered));
        json.putObject("reserved_resources");
        json.set("unreserved_resources", amounts(agent.total()));
        json.put("active", agent.link().isPresent())
                .put("deactivated", false)
                .put("version", Settings.VERSION);
        AGENT_CAPABILITIES.forEach(json.putArray("capabilities")::add);
        if (full) {
            json.putObject("reserved_resources_full");
            json.set("unreserved_resources_full", full(agent.total()));
            json.set("used_resources_full", full(used));
            json.set("offered_resources_full", full(offered.inOfferOrder()));
        }
        return json;
    }

    /// What these tasks hold together.
    static Amounts used(Collection<Task> tasks) {
        return tasks.stream()
                .filter(task -> !Task.isTerminal(task.state()))
                .map(task -> task.amounts)
                .reduce(Amounts.NONE, Amounts::plus);
    }

    /// What these offers hold together.
    static Amounts offered(Collection<Offer> offers) {
        return offers.stream().map(Offer::amounts).reduce(Amounts.NONE, Amounts::plus);
    }

    /// Resources by name: scalars are always shown, ranges and sets when there are some.
    static ObjectNode amounts(Amounts amounts) {
        ObjectNode json = NODES.objectNode();
        for (String name : List.of("disk", "mem", "gpus", "cpus")) {
            json.put(name, MesosJson.number(amounts.thousandths(name) / 1e3));
        }
        amounts.bare()
                .byKind()
                .forEach((kind, amount) -> {
                    switch (amount) {
                        case Scalar scalar ->
                                json.put(kind.name(), MesosJson.number(scalar.value()));
                        case Ranges ranges -> json.put(kind.name(), ranges.toString());
                        case Items items -> json.put(kind.name(), items.toString());
                    }
                });
        return json;
    }

    @SuppressWarnings("deprecation") // the old format names the role on each resource
    private static ArrayNode full(Amounts amounts) {
        ArrayNode array = NODES.arrayNode();
        for (Resource resource : amounts.resources()) {
            array.add(MesosJson.tree(resource.toBuilder().setRole("*").build()));
        }
        return array;
    }

    private static ObjectNode attributes(List<Attribute> attributes) {
        ObjectNode json = NODES.objectNode();
        attributes.forEach(each -> json.set(each.getName(), attribute(each)));
        return json;
    }

    private static JsonNode attribute(Attribute attribute) {
        return switch (attribute.getType()) {
            case SCALAR -> NODES.numberNode(MesosJson.number(attribute.getScalar().getValue()));
            case RANGES ->
                    NODES.textNode(
                            attribute.getRanges().getRangeList().stream()
                                    .map(range -> range.getBegin() + "-" + range.getEnd())
                                    .reduce((a, b) -> a + ", " + b)
                                    .map(text -> "[" + text + "]")
                                    .orElse("[]"));
            case SET ->
                    NODES.textNode("{" + String.join(", ", attribute.getSet().getItemList()) + "}");
            case TEXT -> NODES.textNode(attribute.getText().getValue());
        };
    }
}
