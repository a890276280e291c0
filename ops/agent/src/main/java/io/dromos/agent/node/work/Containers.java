package io.dromos.agent.node.work;

import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;

/// Where a task runs, as told in its updates.
final class Containers {
    private Containers() {}

    static ContainerStatus.Builder status(String containerId, String ip) {
        var protocol = ip.contains(":") ? NetworkInfo.Protocol.IPv6 : NetworkInfo.Protocol.IPv4;
        var address = NetworkInfo.IPAddress.newBuilder().setProtocol(protocol).setIpAddress(ip);
        return ContainerStatus.newBuilder()
                .setContainerId(ContainerID.newBuilder().setValue(containerId))
                .addNetworkInfos(NetworkInfo.newBuilder().addIpAddresses(address));
    }
}
