/// Tests of the Akka plug-ins.
@NullMarked
package io.dromos.journal.plugin;

import org.jspecify.annotations.NullMarked;
