/// How an application is made true: its rollout and each instance's life.
@NullMarked
package io.dromos.domain.application;

import org.jspecify.annotations.NullMarked;
