package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.http.Refused;
import io.dromos.agent.http.Request;
import io.dromos.agent.link.MesosJson;
import io.dromos.agent.link.MesosJson.Malformed;
import io.dromos.agent.master.SchedulerJson.Format;
import org.apache.mesos.v1.master.Protos.Call;

/// The few operator calls (`POST /api/v1`) this master answers, in JSON.
final class OperatorCalls {

    /// A call that is understood.
    sealed interface Known {}

    /// A call with its answer.
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Answer(byte[] body) implements Known {}

    /// A framework is to be removed.
    record Teardown(String frameworkId) implements Known {}

    private OperatorCalls() {}

    static Known read(Request request) throws Refused {
        Format format = SchedulerJson.contentType(request);
        if (format != Format.JSON || SchedulerJson.accept(request) != Format.JSON) {
            throw new Refused(501, "This master speaks only JSON to operators");
        }
        Call call;
        try {
            call =
                    MesosJson.read(
                            MesosJson.parse(request.body()), Call.getDefaultInstance(), "Call");
        } catch (Malformed e) {
            throw new Refused(400, e.sentence());
        }
        if (!call.hasType()) {
            throw invalid("type");
        }
        return known(call);
    }

    private static Known known(Call call) throws Refused {
        return switch (call.getType()) {
            case GET_VERSION -> {
                ObjectNode json = MesosJson.MAPPER.createObjectNode().put("type", "GET_VERSION");
                json.putObject("get_version").set("version_info", StateJson.version());
                yield new Answer(MesosJson.bytes(json));
            }
            case GET_HEALTH -> {
                ObjectNode json = MesosJson.MAPPER.createObjectNode().put("type", "GET_HEALTH");
                json.putObject("get_health").put("healthy", true);
                yield new Answer(MesosJson.bytes(json));
            }
            case TEARDOWN -> {
                expect(call.hasTeardown(), "teardown");
                yield new Teardown(call.getTeardown().getFrameworkId().getValue());
            }
            case MARK_AGENT_GONE -> {
                expect(call.hasMarkAgentGone(), "mark_agent_gone");
                throw unsupported(call);
            }
            default -> throw unsupported(call);
        };
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
