/// What a user relies on, told as tests of the whole product from outside.
@NullMarked
package io.dromos.checks.endtoend;

import org.jspecify.annotations.NullMarked;
