package io.dromos.mesos;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What authenticates us to the master by HTTP basic.
///
/// @param principal the name; the framework's principal must be the same
/// @param secret never shown
public record Credential(String principal, String secret) {

    /// The value of an `Authorization` header.
    String authorization() {
        var pair = principal + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "Credential[" + principal + "]";
    }
}
