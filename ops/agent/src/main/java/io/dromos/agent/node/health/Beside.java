package io.dromos.agent.node.health;

import java.io.IOException;

/// A command that runs beside a task.
public interface Beside {
    /// What it says first, alone on a line, when it has really begun.
    String BEGUN = "begun";

    /// The program that runs it. It writes [#BEGUN] to its output if it announces itself.
    Process process();

    /// Whether it says [#BEGUN]; if not, it has begun as soon as its program has.
    boolean announces();

    /// Ends it and what it has started.
    ///
    /// @param announcement the line with [#BEGUN]; empty when there was none
    void end(String announcement) throws IOException, InterruptedException;
}
