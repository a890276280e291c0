/// How the server asks tasks for their health and readiness, and what it makes of their answers.
@NullMarked
package io.dromos.domain.health;

import org.jspecify.annotations.NullMarked;
