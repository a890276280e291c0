package io.dromos.agent.master;

/// Why a call is not taken: the HTTP status and text of a real master.
record Refusal(int status, String text) {}
