/// Disks that fill up, fail and stall under the real server, and what is left when the power goes.
@NullMarked
package io.dromos.checks.faults;

import org.jspecify.annotations.NullMarked;
