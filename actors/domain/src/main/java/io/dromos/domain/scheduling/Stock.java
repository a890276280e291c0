package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.Offer;
import io.dromos.events.spec.Resources;
import java.util.List;

/// A lot while tasks are being placed on it.
final class Stock {

    private final Offer offer;
    private Room room;
    private int tasks;

    Stock(Lot lot) {
        offer = lot.offer();
        room = lot.room();
        tasks = lot.tasks();
    }

    Offer offer() {
        return offer;
    }

    Room room() {
        return room;
    }

    int tasks() {
        return tasks;
    }

    void take(Resources resources, List<Integer> hostPorts) {
        room = room.minus(resources, hostPorts);
        tasks++;
    }

    Lot lot() {
        return new Lot(offer, room, tasks);
    }
}
