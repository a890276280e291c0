/// The whole product as processes of its own: started, killed, asked and cleaned up by tests.
@NullMarked
package io.dromos.checks.cluster;

import org.jspecify.annotations.NullMarked;
