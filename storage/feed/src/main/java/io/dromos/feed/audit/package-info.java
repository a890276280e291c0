/// The log as it is stored, for auditors: proved, summed up and written out.
@NullMarked
package io.dromos.feed.audit;

import org.jspecify.annotations.NullMarked;
