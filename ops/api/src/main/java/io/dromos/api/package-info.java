/// The REST gateway: routes, authentication and event streams over views and actors.
@NullMarked
package io.dromos.api;

import org.jspecify.annotations.NullMarked;
