package io.dromos.agent.node.work;

import io.dromos.agent.node.mesos.Statuses;
import io.dromos.agent.node.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/// Who a command runs as.
///
/// @param self the agent's own user
/// @param root whether the agent may become somebody else
public record Users(String self, boolean root) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// This process's own user.
    public static Users current() {
        var self = System.getProperty("user.name", "");
        return new Users(self, self.equals("root"));
    }

    /// The words for `setpriv` that make a command its user; none when that is the agent's own.
    ///
    /// A user that the command names must be obeyed. The framework's is a default, which an agent
    /// without root leaves aside: there is only one user it can be.
    ///
    /// @throws LaunchFailure when the user is not known here, or the agent is not root
    public List<String> identity(FrameworkInfo framework, CommandInfo command)
            throws LaunchFailure, IOException, InterruptedException {
        var user = command.hasUser() ? command.getUser() : framework.getUser();
        if (user.isEmpty() || user.equals(self)) {
            return List.of();
        }
        if (!root) {
            if (!command.hasUser()) {
                return List.of();
            }
            throw LaunchFailure.failed(
                    "cannot run as user '"
                            + user
                            + "': this agent runs as '"
                            + self
                            + "'; start it as root, or leave the user out");
        }
        var uid = number(framework, user, "-u");
        var gid = number(framework, user, "-g");
        return List.of("--reuid=" + uid, "--regid=" + gid, "--init-groups", "--");
    }

    private static long number(FrameworkInfo framework, String user, String which)
            throws LaunchFailure, IOException, InterruptedException {
        var outcome = Tool.run(PATIENCE, "id", which, "--", user);
        try {
            return Long.parseLong(outcome.output().trim());
        } catch (NumberFormatException notKnown) {
            throw LaunchFailure.dropped(
                    Statuses.dropped(framework),
                    "Failed to give the sandbox to '" + user + "': No such user '" + user + "'");
        }
    }

    /// Gives a directory and all in it to the user of these words; links in it are not followed.
    public static void give(Path directory, List<String> identity)
            throws IOException, InterruptedException {
        if (identity.isEmpty()) {
            return;
        }
        var owner =
                identity.get(0).substring("--reuid=".length())
                        + ":"
                        + identity.get(1).substring("--regid=".length());
        var outcome = Tool.run(PATIENCE, "chown", "-hR", owner, directory.toString());
        if (!outcome.isSuccess()) {
            throw new IOException(outcome.errors().trim());
        }
    }
}
