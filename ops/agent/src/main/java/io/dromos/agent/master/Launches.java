package io.dromos.agent.master;

import io.dromos.agent.link.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// ACCEPT: spends offers of one agent on tasks.
final class Launches {
    private final Ledger ledger;
    private final Allocator allocator;

    Launches(Ledger ledger, Allocator allocator) {
        this.ledger = ledger;
        this.allocator = allocator;
    }

    /// One bad offer returns all good ones, unfiltered, and drops every task. Otherwise each task
    /// is judged alone, and what is left is refused as by DECLINE.
    void accept(Framework framework, Call.Accept accept) {
        Optional<String> invalid = invalid(framework, accept.getOfferIdsList());
        List<Offer> offers = new ArrayList<>();
        for (OfferID id : accept.getOfferIdsList()) {
            Offer offer = ledger.offers.get(id.getValue());
            if (offer != null && offer.framework() == framework) {
                offers.add(offer);
                ledger.removeOffer(offer);
            }
        }
        if (invalid.isPresent()) {
            drop(framework, accept, invalid.get());
            return;
        }
        Agent agent = offers.getFirst().agent();
        String role = offers.getFirst().role();
        Amounts available = offers.stream().map(Offer::amounts).reduce(Amounts.NONE, Amounts::plus);
        Amounts left = perform(framework, agent, role, available, accept.getOperationsList());
        allocator.refuse(framework, role, agent, left, accept.getFilters());
    }

    private Optional<String> invalid(Framework framework, List<OfferID> ids) {
        if (ids.isEmpty()) {
            return Optional.of("No offers specified");
        }
        Set<String> seen = new HashSet<>();
        for (OfferID id : ids) {
            if (!seen.add(id.getValue())) {
                return Optional.of("Duplicate offer " + id.getValue() + " in offer list");
            }
        }
        List<Offer> offers = new ArrayList<>();
        for (OfferID id : ids) {
            Offer offer = ledger.offers.get(id.getValue());
            if (offer == null) {
                return Optional.of("Offer " + id.getValue() + " is no longer valid");
            }
            offers.add(offer);
        }
        return offers.stream()
                .flatMap(offer -> mismatch(framework, offers.getFirst(), offer).stream())
                .findFirst();
    }

    private static Optional<String> mismatch(Framework framework, Offer first, Offer offer) {
        if (offer.framework() != framework) {
            return Optional.of(
                    "Offer %s has invalid framework %s while framework %s is expected"
                            .formatted(offer.id(), offer.framework().id, framework.id));
        }
        if (!offer.role().equals(first.role())) {
            return Optional.of(
                    ("Aggregated offers must be allocated to the same role. Offer %s uses role"
                                    + " '%s' but another is using role '%s'")
                            .formatted(offer.id(), offer.role(), first.role()));
        }
        if (offer.agent() != first.agent()) {
            return Optional.of(
                    ("Aggregated offers must belong to one single agent. Offer %s uses agent %s"
                                    + " and agent %s")
                            .formatted(offer.id(), offer.agent().id, first.agent().id));
        }
        return Optional.empty();
    }

    private void drop(Framework framework, Call.Accept accept, String reason) {
        TaskState state = Reconciler.aware(framework, TaskState.TASK_DROPPED);
        String message = "Task launched with invalid offers: " + reason;
        for (Operation operation : accept.getOperationsList()) {
            tasks(operation)
                    .forEach(task ->
                            refuse(framework, task, state, Reason.REASON_INVALID_OFFERS, message));
        }
    }

    private static List<TaskInfo> tasks(Operation operation) {
        List<TaskInfo> tasks = new ArrayList<>(operation.getLaunch().getTaskInfosList());
        tasks.addAll(operation.getLaunchGroup().getTaskGroup().getTasksList());
        return tasks;
    }

    private Amounts perform(
            Framework framework,
            Agent agent,
            String role,
            Amounts available,
            List<Operation> operations) {
        Amounts left = available;
        for (Operation operation : operations) {
            if (operation.getType() == Operation.Type.LAUNCH) {
                for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
                    left = launch(framework, agent, role, left, task);
                }
            } else {
                tasks(operation)
                        .forEach(task ->
                                refuse(
                                        framework,
                                        task,
                                        TaskState.TASK_ERROR,
                                        Reason.REASON_TASK_GROUP_INVALID,
                                        "Task groups are not supported by this master"));
            }
        }
        return left;
    }

    private Amounts launch(
            Framework framework, Agent agent, String role, Amounts left, TaskInfo given) {
        Amounts needed = Amounts.of(given.getResourcesList(), role);
        Optional<String> refusal = TaskRules.refusal(given, framework, agent, needed, left);
        if (refusal.isPresent()) {
            refuse(
                    framework,
                    given,
                    TaskState.TASK_ERROR,
                    Reason.REASON_TASK_INVALID,
                    refusal.get());
            return left;
        }
        TaskInfo info = allocated(given, role);
        Task task = new Task(framework, agent.id, info, needed);
        ledger.addTask(task, agent);
        ledger.announce(() -> OperatorEvents.taskAdded(task));
        ledger.send(agent, new Order.RunTask(framework.info(), info));
        return left.minus(needed);
    }

    private static TaskInfo allocated(TaskInfo task, String role) {
        TaskInfo.Builder allocated = task.toBuilder();
        for (Resource.Builder resource : allocated.getResourcesBuilderList()) {
            if (!resource.hasAllocationInfo()) {
                resource.getAllocationInfoBuilder().setRole(role);
            }
        }
        return allocated.build();
    }

    private void refuse(
            Framework framework, TaskInfo task, TaskState state, Reason reason, String message) {
        TaskStatus status =
                Statuses.of(
                        task.getTaskId(),
                        Optional.of(task.getAgentId()),
                        state,
                        reason,
                        message,
                        ledger.now());
        ledger.tell(framework, status);
    }
}
