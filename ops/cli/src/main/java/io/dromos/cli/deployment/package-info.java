/// The commands for deployments, and waiting for one.
@NullMarked
package io.dromos.cli.deployment;

import org.jspecify.annotations.NullMarked;
