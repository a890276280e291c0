/// Documents of applications and groups as they stand in files.
@NullMarked
package io.dromos.cli.document;

import org.jspecify.annotations.NullMarked;
