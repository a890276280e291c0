package io.dromos.agent.master;

import io.dromos.agent.ResourceTextAccess;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// Calls and ids for tests of the books; the master's id is `m`.
final class Make {
    private Make() {}

    static AgentInfo info(String resources) throws Exception {
        return AgentInfo.newBuilder()
                .setHostname("h")
                .addAllResources(ResourceTextAccess.resources(resources))
                .build();
    }

    static Call subscription(double failover) {
        FrameworkInfo.Builder info =
                FrameworkInfo.newBuilder()
                        .setUser("u")
                        .setName("f")
                        .setFailoverTimeout(failover)
                        .addRoles("*");
        for (FrameworkInfo.Capability.Type type :
                List.of(
                        FrameworkInfo.Capability.Type.MULTI_ROLE,
                        FrameworkInfo.Capability.Type.PARTITION_AWARE)) {
            info.addCapabilitiesBuilder().setType(type);
        }
        Call.Builder call = call(Call.Type.SUBSCRIBE);
        call.getSubscribeBuilder().setFrameworkInfo(info);
        return call.clearFrameworkId().build();
    }

    static Call.Builder acceptCall(String offer, String task, String resources, String agent)
            throws Exception {
        TaskInfo.Builder info =
                TaskInfo.newBuilder()
                        .setName(task)
                        .setTaskId(TaskID.newBuilder().setValue(task))
                        .setAgentId(agent(agent))
                        .addAllResources(ResourceTextAccess.resources(resources));
        info.getCommandBuilder().setValue("true");
        Call.Builder call = call(Call.Type.ACCEPT);
        call.getAcceptBuilder()
                .addOfferIds(id(offer))
                .addOperationsBuilder()
                .setType(Offer.Operation.Type.LAUNCH)
                .getLaunchBuilder()
                .addTaskInfos(info);
        return call;
    }

    static Call.Builder call(Call.Type type) {
        return Call.newBuilder().setType(type).setFrameworkId(framework());
    }

    static FrameworkID framework() {
        return FrameworkID.newBuilder().setValue("m-0000").build();
    }

    static FrameworkID id(Framework framework) {
        return FrameworkID.newBuilder().setValue(framework.id).build();
    }

    static AgentID agent(String id) {
        return AgentID.newBuilder().setValue(id).build();
    }

    static OfferID id(String offer) {
        return OfferID.newBuilder().setValue(offer).build();
    }
}
