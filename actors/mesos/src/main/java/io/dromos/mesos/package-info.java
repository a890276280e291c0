/// The Mesos v1 scheduler API over HTTP, on the classes of the Mesos Java bindings.
@NullMarked
package io.dromos.mesos;

import org.jspecify.annotations.NullMarked;
