package io.dromos.events.facts;

/// Something that happened and is never taken back.
public sealed interface Fact permits CatalogFact, ApplicationFact, DeploymentFact, FrameworkFact {}
