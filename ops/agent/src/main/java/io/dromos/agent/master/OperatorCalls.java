package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.dromos.agent.http.Refused;
import io.dromos.agent.http.Request;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.master.SchedulerJson.Format;
import java.util.function.Function;
import org.apache.mesos.v1.master.Protos.Call;

/// The few operator calls (`POST /api/v1`) this master answers.
final class OperatorCalls {

    /// A call that is understood.
    sealed interface Known {}

    /// A call that reads, with its answer.
    record Answer(Function<Ledger, ObjectNode> view) implements Known {}

    /// A stream of all changes is to be opened.
    record Subscribe() implements Known {}

    /// An agent is to be sent away for good.
    record MarkAgentGone(String agentId) implements Known {}

    /// A framework is to be removed.
    record Teardown(String frameworkId) implements Known {}

    private OperatorCalls() {}

    static Known read(Request request) throws Refused {
        Format format = SchedulerJson.contentType(request);
        SchedulerJson.accept(request);
        Call call;
        try {
            call =
                    format == Format.PROTOBUF
                            ? Call.parseFrom(request.body())
                            : MesosJson.read(
                                    MesosJson.parse(request.body()),
                                    Call.getDefaultInstance(),
                                    "Call");
        } catch (Malformed e) {
            throw new Refused(400, e.sentence());
        } catch (InvalidProtocolBufferException e) {
            throw new Refused(400, "Failed to parse body into Call protobuf");
        }
        if (!call.hasType()) {
            throw invalid("type");
        }
        return known(call);
    }

    private static Known known(Call call) throws Refused {
        return switch (call.getType()) {
            case GET_VERSION -> answer(call, "get_version", _ -> version());
            case GET_HEALTH -> answer(call, "get_health", _ -> health());
            case GET_MASTER ->
                    answer(call, "get_master", ledger -> OperatorJson.master(ledger.settings));
            case GET_STATE -> answer(call, "get_state", OperatorJson::state);
            case GET_TASKS -> answer(call, "get_tasks", OperatorJson::tasks);
            case GET_AGENTS -> answer(call, "get_agents", OperatorJson::agents);
            case GET_FRAMEWORKS -> answer(call, "get_frameworks", OperatorJson::frameworks);
            case GET_EXECUTORS -> answer(call, "get_executors", _ -> OperatorJson.executors());
            case SUBSCRIBE -> new Subscribe();
            case TEARDOWN -> {
                expect(call.hasTeardown(), "teardown");
                yield new Teardown(call.getTeardown().getFrameworkId().getValue());
            }
            case MARK_AGENT_GONE -> {
                expect(call.hasMarkAgentGone(), "mark_agent_gone");
                yield new MarkAgentGone(call.getMarkAgentGone().getAgentId().getValue());
            }
            default -> throw unsupported(call);
        };
    }

    private static Known answer(Call call, String field, Function<Ledger, ObjectNode> inside) {
        String type = call.getType().name();
        return new Answer(ledger -> OperatorJson.answer(type, field, inside.apply(ledger)));
    }

    private static ObjectNode version() {
        ObjectNode json = MesosJson.MAPPER.createObjectNode();
        json.set("version_info", StateJson.version());
        return json;
    }

    private static ObjectNode health() {
        return MesosJson.MAPPER.createObjectNode().put("healthy", true);
    }

    private static void expect(boolean there, String field) throws Refused {
        if (!there) {
            throw invalid(field);
        }
    }

    private static Refused invalid(String field) {
        return new Refused(
                400, "Failed to validate master::Call: Expecting '" + field + "' to be present");
    }

    private static Refused unsupported(Call call) {
        return new Refused(
                501, "This master does not support " + call.getType() + "; see /state instead");
    }
}
