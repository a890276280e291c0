/// The Mesos v1 scheduler API over HTTP, on the classes of the Mesos Java bindings.
///
/// `MesosClient` keeps a `Subscription` and its `CallLine`; the `...Translation`s are pure and the
/// only place where Mesos' messages and the domain's terms meet.
@NullMarked
package io.dromos.mesos;

import org.jspecify.annotations.NullMarked;
