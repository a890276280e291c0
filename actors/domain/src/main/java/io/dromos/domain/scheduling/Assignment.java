package io.dromos.domain.scheduling;

import io.dromos.domain.mesos.OfferId;
import io.dromos.events.facts.ApplicationFact;

/// A place for one instance of a want.
///
/// @param want whose instance
/// @param offer what pays for it
/// @param role the allocation role of the offer
/// @param placement where, with its ports
public record Assignment(
        Want want, OfferId offer, String role, ApplicationFact.Placement placement) {}
