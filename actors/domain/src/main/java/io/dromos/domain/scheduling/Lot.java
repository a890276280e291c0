package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;

/// An offer and what of it is not spoken for.
///
/// @param offer as Mesos made it
/// @param room what is left
/// @param tasks how many tasks it is to carry already
public record Lot(Offer offer, Room room, int tasks) {

    /// An offer nobody touched.
    public static Lot of(Offer offer) {
        return new Lot(offer, Room.of(offer), 0);
    }

    /// After one more task took its part.
    Lot minus(Assignment assigned) {
        var need = assigned.want().spec().resources();
        return new Lot(offer, room.minus(need, assigned.placement().hostPorts()), tasks + 1);
    }

    /// After one task gave its part back.
    Lot plus(Assignment assigned) {
        var need = assigned.want().spec().resources();
        return new Lot(offer, room.plus(need, assigned.placement().hostPorts()), tasks - 1);
    }
}
