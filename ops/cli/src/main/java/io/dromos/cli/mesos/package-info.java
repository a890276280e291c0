/// What a Mesos master and its agents show to anyone.
@NullMarked
package io.dromos.cli.mesos;

import org.jspecify.annotations.NullMarked;
