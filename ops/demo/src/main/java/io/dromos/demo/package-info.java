/// The RSVP workload: a database and a web page.
@NullMarked
package io.dromos.demo;

import org.jspecify.annotations.NullMarked;
