/// What people read: tables that fit, progress, spans of time.
@NullMarked
package io.dromos.cli.text;

import org.jspecify.annotations.NullMarked;
