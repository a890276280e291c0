package io.dromos.agent.master;

import java.util.Optional;
import org.apache.mesos.v1.scheduler.Protos.Call;

/// What makes a scheduler call malformed whoever sends it (Mesos answers 400 with these words).
final class CallRules {
    private static final int UUID_BYTES = 16;

    private CallRules() {}

    /// The first thing wrong with a call, if any.
    static Optional<Refusal> refusal(Call call) {
        return wrong(call)
                .map(text -> new Refusal(400, "Failed to validate scheduler::Call: " + text));
    }

    private static Optional<String> wrong(Call call) {
        if (!call.hasType()) {
            return Optional.of("Expecting 'type' to be present");
        }
        if (call.getType() == Call.Type.SUBSCRIBE) {
            return subscribe(call);
        }
        if (!call.hasFrameworkId()) {
            return Optional.of("Expecting 'framework_id' to be present");
        }
        return switch (call.getType()) {
            case ACCEPT -> expect(call.hasAccept(), "accept");
            case DECLINE -> expect(call.hasDecline(), "decline");
            case ACCEPT_INVERSE_OFFERS ->
                    expect(call.hasAcceptInverseOffers(), "accept_inverse_offers");
            case DECLINE_INVERSE_OFFERS ->
                    expect(call.hasDeclineInverseOffers(), "decline_inverse_offers");
            case KILL -> expect(call.hasKill(), "kill");
            case SHUTDOWN -> expect(call.hasShutdown(), "shutdown");
            case ACKNOWLEDGE -> acknowledge(call);
            case ACKNOWLEDGE_OPERATION_STATUS ->
                    expect(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status");
            case RECONCILE -> expect(call.hasReconcile(), "reconcile");
            case RECONCILE_OPERATIONS ->
                    expect(call.hasReconcileOperations(), "reconcile_operations");
            case MESSAGE -> expect(call.hasMessage(), "message");
            case REQUEST -> expect(call.hasRequest(), "request");
            case UPDATE_FRAMEWORK -> update(call);
            case SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS -> Optional.empty();
            // a real master aborts here
            case UNKNOWN -> Optional.of("Expecting 'type' to be other than 'UNKNOWN'");
        };
    }

    private static Optional<String> subscribe(Call call) {
        if (!call.hasSubscribe()) {
            return Optional.of("Expecting 'subscribe' to be present");
        }
        String inside = call.getSubscribe().getFrameworkInfo().getId().getValue();
        return inside.equals(call.getFrameworkId().getValue())
                ? Optional.empty()
                : Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
    }

    private static Optional<String> update(Call call) {
        if (!call.hasUpdateFramework()) {
            return Optional.of("Expecting 'update_framework' to be present");
        }
        String inside = call.getUpdateFramework().getFrameworkInfo().getId().getValue();
        return inside.equals(call.getFrameworkId().getValue())
                ? Optional.empty()
                : Optional.of("'framework_id' differs from 'update_framework.framework_info.id'");
    }

    private static Optional<String> acknowledge(Call call) {
        if (!call.hasAcknowledge()) {
            return Optional.of("Expecting 'acknowledge' to be present");
        }
        return call.getAcknowledge().getUuid().size() == UUID_BYTES
                ? Optional.empty()
                : Optional.of("Not a valid UUID");
    }

    private static Optional<String> expect(boolean there, String field) {
        return there ? Optional.empty() : Optional.of("Expecting '" + field + "' to be present");
    }
}
