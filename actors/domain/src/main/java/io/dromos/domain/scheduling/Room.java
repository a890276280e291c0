package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.domain.mesos.PortRange;
import io.dromos.events.spec.Resources;
import java.util.List;

/// What an offer still holds, in thousandths, as Mesos itself counts, so that sums are exact.
///
/// @param cpus thousandths of a share
/// @param mem thousandths of a MiB
/// @param disk thousandths of a MiB
/// @param gpus thousandths of a device
/// @param ports free host ports: sorted, disjoint, not touching
public record Room(long cpus, long mem, long disk, long gpus, List<PortRange> ports) {

    /// Copies what it is given.
    public Room {
        ports = List.copyOf(ports);
    }

    /// All that an offer holds.
    public static Room of(Offer offer) {
        return new Room(
                thousandths(offer.cpus()),
                thousandths(offer.mem()),
                thousandths(offer.disk()),
                thousandths(offer.gpus()),
                Ports.normal(offer.ports()));
    }

    /// The room after a task took its part. May be asked only of what fits.
    Room minus(Resources taken, List<Integer> hostPorts) {
        return new Room(
                cpus - thousandths(taken.cpus()),
                mem - thousandths(taken.mem()),
                disk - thousandths(taken.disk()),
                gpus - thousandths(taken.gpus()),
                Ports.minus(ports, hostPorts));
    }

    /// The room after a task gave its part back.
    Room plus(Resources returned, List<Integer> hostPorts) {
        return new Room(
                cpus + thousandths(returned.cpus()),
                mem + thousandths(returned.mem()),
                disk + thousandths(returned.disk()),
                gpus + thousandths(returned.gpus()),
                Ports.plus(ports, hostPorts));
    }

    /// Mesos rounds every scalar to three decimals.
    static long thousandths(double value) {
        return Math.round(value * 1000);
    }
}
