package io.dromos.agent.http;

/// Answers requests; called on a virtual thread per connection, so it may block.
@FunctionalInterface
public interface Handler {
    /// Never null. What it throws is logged and answered 500 without a trace.
    Response handle(Request request) throws Exception;
}
