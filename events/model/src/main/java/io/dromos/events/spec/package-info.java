/// What an application is asked to be: its definition, as admitted.
@NullMarked
package io.dromos.events.spec;

import org.jspecify.annotations.NullMarked;
