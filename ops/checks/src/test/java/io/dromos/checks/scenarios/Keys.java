package io.dromos.checks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate that nobody knows, of a name that is not this machine's.
final class Keys {

    private static final String PASSWORD = "change";

    private Keys() {}

    /// Makes one, in this directory.
    static SSLContext selfSigned(Path directory) throws Exception {
        var file = directory.resolve("keys");
        var said = directory.resolve("made");
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var words =
                "-genkeypair -keystore %s -storepass %s -alias a -keyalg EC -dname CN=somebody.else"
                        .formatted(file, PASSWORD);
        var command = new ProcessBuilder((tool + " " + words).split(" "));
        var made = command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).as(Files.readString(said)).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
