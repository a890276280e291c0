/// Asks tasks over the network, and tells their silence from that of whoever asks.
@NullMarked
package io.dromos.probe;

import org.jspecify.annotations.NullMarked;
