/// The Akka Persistence plug-ins through which actors reach the log and the checkpoints.
@NullMarked
package io.dromos.journal.plugin;

import org.jspecify.annotations.NullMarked;
