/// What happened: each aggregate's facts, in the past tense.
@NullMarked
package io.dromos.events.facts;

import org.jspecify.annotations.NullMarked;
