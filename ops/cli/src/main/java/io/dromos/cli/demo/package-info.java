/// Deploying the demo.
@NullMarked
package io.dromos.cli.demo;

import org.jspecify.annotations.NullMarked;
