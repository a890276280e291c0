/// `dromos journal`: the log as data.
@NullMarked
package io.dromos.cli.journal;

import org.jspecify.annotations.NullMarked;
