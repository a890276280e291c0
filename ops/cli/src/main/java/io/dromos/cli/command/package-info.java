/// What all commands share.
@NullMarked
package io.dromos.cli.command;

import org.jspecify.annotations.NullMarked;
