/// Who may know whom: the dependency rules of `ops/docs/architecture.md`, each seen to fail.
@NullMarked
package io.dromos.checks.architecture;

import org.jspecify.annotations.NullMarked;
