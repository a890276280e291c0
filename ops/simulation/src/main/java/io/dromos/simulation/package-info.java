/// A whole cluster in one thread, from one seed, in virtual time: the code that ships, over a disk,
/// a network and a Mesos that behave as badly as they may.
@NullMarked
package io.dromos.simulation;

import org.jspecify.annotations.NullMarked;
