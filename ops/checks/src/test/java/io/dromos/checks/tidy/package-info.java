/// What every file of the repository keeps to, whoever wrote it: sizes, names, comments and
/// commands.
@NullMarked
package io.dromos.checks.tidy;

import org.jspecify.annotations.NullMarked;
