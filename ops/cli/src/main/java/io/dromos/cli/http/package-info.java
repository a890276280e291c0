/// Requests to the server and sentences for its refusals.
@NullMarked
package io.dromos.cli.http;

import org.jspecify.annotations.NullMarked;
