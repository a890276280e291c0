package io.dromos.agent.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromos.agent.link.Order;
import org.apache.mesos.v1.scheduler.Protos.Event;

/// What the books want done, in this order.
sealed interface Effect {

    /// An event for the scheduler that holds this stream.
    record Tell(String stream, Event event) implements Effect {}

    /// An event for the operator that holds this stream.
    record TellOperator(String stream, ObjectNode event) implements Effect {}

    /// No event will follow on this stream.
    record EndStream(String stream) implements Effect {}

    /// An order for the agent that holds this link.
    record Send(String link, Order order) implements Effect {}

    /// No order will follow on this link.
    record EndLink(String link) implements Effect {}
}
