package io.dromos.agent.master;

/// Resources of one agent, offered to one framework for one role. It leaves the books when it is
/// accepted, declined, rescinded or its framework leaves; no id is ever used again.
record Offer(String id, Framework framework, Agent agent, String role, Amounts amounts) {}
